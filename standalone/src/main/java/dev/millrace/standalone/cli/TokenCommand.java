package dev.millrace.standalone.cli;

import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "token",
    description = "Print an access token, signed with the instance's own key.",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

  @Mixin private InstanceOptions instance = new InstanceOptions();

  @Option(
      names = "--role",
      required = true,
      description = "guest, shopper, seller, support or ops.")
  private String role = "";

  @Option(
      names = "--subject",
      description =
          "Whose token: a customer or seller id. Default: a new id, or sel_platform for sellers.")
  private @Nullable String subject;

  @Option(
      names = "--minutes",
      defaultValue = "60",
      description = "How long it is valid. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Override
  public Integer call() {
    Role wanted;
    try {
      wanted = Role.valueOf(role.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          "--role must be guest, shopper, seller, support or ops, not " + role);
    }
    if (minutes < 1 || minutes > 24 * 60) {
      throw new CommandFailure("--minutes must be 1 to 1440, not " + minutes);
    }
    String whose =
        subject != null
            ? subject
            : switch (wanted) {
              case SELLER -> Ids.PLATFORM_SELLER;
              case SUPPORT, OPS -> role;
              case GUEST, SHOPPER -> Ids.fresh(IdKind.CUSTOMER);
            };
    var tokens = Tokens.signedBy(instance.folder().tokenKey(), Clock.systemUTC());
    System.out.println(tokens.issue(wanted, whose, Duration.ofMinutes(minutes)));
    return 0;
  }
}
