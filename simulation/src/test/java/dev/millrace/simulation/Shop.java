package dev.millrace.simulation;

import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.accounts.IssueToAccount;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Money;
import dev.millrace.avro.inventory.MergeStock;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.SetSalesTerms;
import dev.millrace.avro.inventory.SplitStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.SetOffer;
import dev.millrace.schemas.id.Ids;
import dev.millrace.testkit.Flow;
import java.time.Duration;

/** The seller of all that is sold, and the warehouse that brings more of it. */
final class Shop {

  static final String WAREHOUSE = Ids.MAIN_WAREHOUSE;

  private final World world;
  private int commands;

  Shop(World world) {
    this.world = world;
  }

  /** Odd amounts, so that shares of returned units do not divide. */
  static long priceMinor(String sku) {
    return 101 + 2L * (sku.hashCode() & 0x3F);
  }

  /** Units arrive in the warehouse. */
  void receive(String sku, int quantity) {
    ask(
        command("receive", new Actor(ActorRole.OPS, "warehouse"), sku)
            .setMove(
                MoveStock.newBuilder()
                    .setMovementType(MovementType.RECEIVE)
                    .setSellerId(Ids.PLATFORM_SELLER)
                    .setWarehouseId(WAREHOUSE)
                    .setQuantity(quantity)
                    .build()));
  }

  /** The seller asks another price. */
  void price(String sku, long minor) {
    commands++;
    String commandId = "cmd_price_" + commands;
    world.ask(
        world.topics().offerCommands(),
        sku,
        OfferCommand.newBuilder()
            .setCommandId(commandId)
            .setFingerprint("f_" + commandId)
            .setIssuedAt(world.now())
            .setActor(new Actor(ActorRole.SELLER, Ids.PLATFORM_SELLER))
            .setSku(sku)
            .setSetOffer(
                SetOffer.newBuilder()
                    .setSellerId(Ids.PLATFORM_SELLER)
                    .setPrice(new Money(minor, "USD"))
                    .build())
            .build(),
        commandId);
  }

  /** Splits the stock of a SKU over buckets. */
  void split(String sku, int buckets) {
    ask(
        command("split", new Actor(ActorRole.OPS, "warehouse"), sku)
            .setSplit(new SplitStock(buckets)));
  }

  /** Puts it together again. */
  void merge(String sku) {
    ask(command("merge", new Actor(ActorRole.OPS, "warehouse"), sku).setMerge(new MergeStock()));
  }

  /**
   * The seller promises units beyond stock.
   *
   * @param unitsMax how many; 0 for no more than have been promised already
   * @param inParts whether what is promised may come bit by bit
   */
  void promise(String sku, int unitsMax, boolean inParts) {
    ask(
        command("terms", new Actor(ActorRole.SELLER, Ids.PLATFORM_SELLER), sku)
            .setSetTerms(
                SetSalesTerms.newBuilder()
                    .setTerms(
                        SalesTerms.newBuilder()
                            .setSellerId(Ids.PLATFORM_SELLER)
                            .setSplitAllowed(inParts)
                            .setBackorderMax(unitsMax)
                            .setPromisedAt(Flow.START.plus(Duration.ofDays(30)))
                            .build())
                    .build()));
  }

  /** Somebody gets a gift card, or credit. */
  void issue(String accountId, AccountKind kind, long amountMinor) {
    commands++;
    String commandId = "cmd_issue_" + commands;
    world.ask(
        world.topics().accountCommands(),
        accountId,
        AccountCommand.newBuilder()
            .setCommandId(commandId)
            .setFingerprint("f_" + commandId)
            .setIssuedAt(world.now())
            .setActor(new Actor(ActorRole.OPS, "ops"))
            .setAccountId(accountId)
            .setIssue(
                IssueToAccount.newBuilder()
                    .setIssueId("shop_" + commands)
                    .setKind(kind)
                    .setUnit("USD")
                    .setAmount(amountMinor)
                    .build())
            .build(),
        commandId);
  }

  private StockCommand.Builder command(String what, Actor actor, String sku) {
    commands++;
    String commandId = "cmd_" + what + "_" + commands;
    return StockCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint("f_" + commandId)
        .setIssuedAt(world.now())
        .setActor(actor)
        .setSku(sku);
  }

  private void ask(StockCommand.Builder built) {
    StockCommand command = built.build();
    world.ask(world.topics().stockCommands(), command.getSku(), command, command.getCommandId());
  }
}
