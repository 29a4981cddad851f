package dev.millrace.standalone.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.inventory.MovementType;
import dev.millrace.schemas.id.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StockFormatTest {

  @TempDir Path folder = Path.of("");

  @Test
  void aRowOfTwoColumnsIsACountInTheMainWarehouse() throws IOException {
    assertThat(read(StockFormat.CSV, "sku,quantity\nA,7\n").getFirst().row())
        .isEqualTo(
            new StockRow(
                "A", Ids.PLATFORM_SELLER, Ids.MAIN_WAREHOUSE, MovementType.COUNT, 7, null, null));
  }

  @Test
  void bothFormatsSayTheSame() throws IOException {
    List<StockFormat.Read> csv =
        read(
            StockFormat.CSV,
            "sku,seller_id,warehouse_id,type,quantity,source,source_sequence\n"
                + "A,sel_1,wh_1,receive,7,erp,42\n");
    List<StockFormat.Read> jsonl =
        read(
            StockFormat.JSONL,
            """
            {"sku":"A","seller_id":"sel_1","warehouse_id":"wh_1","type":"receive","quantity":7,\
            "source":"erp","source_sequence":42}
            """);
    assertThat(jsonl).isEqualTo(csv);
    assertThat(Objects.requireNonNull(csv.getFirst().row()).sourceSequence()).isEqualTo(42);
  }

  @Test
  void eachBadRowSaysWhatIsWrongWithIt() throws IOException {
    assertThat(
            read(
                StockFormat.CSV,
                "sku,quantity,type,source\n,1,,\nA,many,,\nA,1,damage,\nA,1,,erp\nA,1,,\n"))
        .extracting(StockFormat.Read::problem)
        .containsExactly(
            "sku must have 1 to 64 characters",
            "quantity is not a whole number: many",
            "type must be count, receive, adjust or return_to_stock, not damage",
            "source and source_sequence go together",
            "");
    assertThat(read(StockFormat.JSONL, "{\"sku\":\"A\",\"quantity\":1,\"qty\":2}\n"))
        .extracting(StockFormat.Read::problem)
        .containsExactly("there is no column qty in a stock feed");
  }

  @Test
  void aHeaderWithoutTheNeededColumnsIsRefusedAsAWhole() {
    assertThatThrownBy(() -> read(StockFormat.CSV, "sku,amount\nA,1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("amount");
    assertThatThrownBy(() -> read(StockFormat.CSV, "sku\nA\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quantity");
  }

  @Test
  void theIdsOfARowHangOnTheFilesContentAndTheRowsNumber() throws IOException {
    StockRow row =
        Objects.requireNonNull(read(StockFormat.CSV, "sku,quantity\nA,7\n").getFirst().row());
    Path one = file("one", "sku,quantity\nA,7\n");
    Path same = file("same", "sku,quantity\nA,7\n");
    Path other = file("other", "sku,quantity\nA,8\n");
    String id = StockImport.command(row, StockImport.digest(one), 1).getCommandId();

    assertThat(StockImport.command(row, StockImport.digest(same), 1).getCommandId()).isEqualTo(id);
    assertThat(StockImport.command(row, StockImport.digest(one), 2).getCommandId())
        .isNotEqualTo(id);
    assertThat(StockImport.command(row, StockImport.digest(other), 1).getCommandId())
        .isNotEqualTo(id);
  }

  private List<StockFormat.Read> read(StockFormat format, String content) throws IOException {
    List<StockFormat.Read> rows = new ArrayList<>();
    format.read(file("rows", content), rows::add);
    return rows;
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
