package dev.millrace.standalone.cli;

import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "The key file of the edges of a cluster (MILLRACE_EDGE_KEY_FILE). Default: the"
              + " instance's.")
  private @Nullable Path keyFile;

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
    if (keyFile != null && !Files.exists(keyFile)) {
      throw new CommandFailure(
          "There is no key in " + keyFile + "; an edge makes it at its start.");
    }
    Path key = keyFile != null ? keyFile : instance.folder().tokenKey();
    var tokens = Tokens.signedBy(key, Clock.systemUTC());
    System.out.println(tokens.issue(wanted, whose, Duration.ofMinutes(minutes)));
    return 0;
  }
}
