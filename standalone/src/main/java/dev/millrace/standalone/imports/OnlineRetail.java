package dev.millrace.standalone.imports;

import dev.millrace.schemas.money.Money;
import dev.millrace.standalone.imports.Invoice.InvoiceLine;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the UCI "Online Retail" file: InvoiceNo, StockCode, Description, Quantity, InvoiceDate,
 * UnitPrice, CustomerID, Country; invoices that begin with C are credit notes. Rows that no shop
 * could have sold are reported and left out.
 */
final class OnlineRetail {

  /**
   * What the retailer sells: the latest sensible description and the highest price of each code.
   */
  record Article(String stockCode, String description, Money price, long soldUnits) {}

  /** The whole file. */
  record Contents(List<Invoice> invoices, List<Article> articles, long rows) {}

  private static final String CURRENCY = "GBP";

  private static final Map<String, String> COUNTRIES = countries();

  private OnlineRetail() {}

  static Contents read(Path file, ErrorFile errors) throws IOException {
    Map<String, Map<String, Integer>> quantities = new LinkedHashMap<>();
    Map<String, CSVRecord> heads = new LinkedHashMap<>();
    Map<String, Article> articles = new TreeMap<>();
    long row = 0;
    try (Reader reader = open(file);
        var records =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader)) {
      for (CSVRecord record : records) {
        row++;
        String problem = problem(record);
        if (!problem.isEmpty()) {
          errors.add(new RowError(row, record.get("InvoiceNo"), problem));
          continue;
        }
        String number = record.get("InvoiceNo").strip();
        String code = sku(record);
        int quantity = Math.abs(quantity(record));
        heads.putIfAbsent(number, record);
        quantities
            .computeIfAbsent(number, n -> new LinkedHashMap<>())
            .merge(code, quantity, Integer::sum);
        articles.merge(
            code,
            article(code, record, number.startsWith("C") ? 0 : quantity),
            OnlineRetail::latest);
      }
    }
    List<Invoice> invoices = new ArrayList<>();
    heads.forEach(
        (number, head) ->
            invoices.add(invoice(number, head, quantities.getOrDefault(number, Map.of()))));
    return new Contents(invoices, List.copyOf(articles.values()), row);
  }

  private static Invoice invoice(String number, CSVRecord head, Map<String, Integer> quantities) {
    String customer = head.get("CustomerID").strip().replaceFirst("\\.0$", "");
    String country = head.get("Country").strip().toLowerCase(Locale.ROOT);
    return new Invoice(
        number,
        number.startsWith("C"),
        customer.isEmpty() ? "invoice-" + number : customer,
        COUNTRIES.getOrDefault(country, "GB"),
        quantities.entrySet().stream()
            .map(e -> new InvoiceLine(e.getKey(), e.getValue()))
            .toList());
  }

  /** Why no order can be made of a row, or nothing. */
  private static String problem(CSVRecord record) {
    String number = record.get("InvoiceNo").strip();
    if (!number.matches("C?\\d{1,9}")) {
      return "not an invoice or credit note: an adjustment in the retailer's books";
    }
    if (!sku(record).matches("[A-Za-z0-9._-]{1,64}")) {
      return "stock code is not an article";
    }
    int quantity;
    BigDecimal price;
    try {
      quantity = quantity(record);
      price = new BigDecimal(record.get("UnitPrice").strip());
    } catch (NumberFormatException e) {
      return "quantity or price is not a number";
    }
    if (number.startsWith("C") ? quantity >= 0 : quantity <= 0) {
      return "quantity " + quantity + " does not fit the kind of invoice: a stock correction";
    }
    if (price.signum() <= 0) {
      return "price " + price.toPlainString() + ": a write-off or gift, not a sale";
    }
    return "";
  }

  private static int quantity(CSVRecord record) {
    return Integer.parseInt(record.get("Quantity").strip());
  }

  private static String sku(CSVRecord record) {
    return "OR-" + record.get("StockCode").strip().toUpperCase(Locale.ROOT).replace(' ', '_');
  }

  private static Article article(String code, CSVRecord record, int sold) {
    String description = record.get("Description").strip();
    BigDecimal price =
        new BigDecimal(record.get("UnitPrice").strip()).setScale(2, java.math.RoundingMode.HALF_UP);
    return new Article(
        code,
        description.isEmpty() ? code : description,
        Money.parse(price.max(new BigDecimal("0.01")).toPlainString(), CURRENCY),
        sold);
  }

  private static Article latest(Article before, Article now) {
    return new Article(
        now.stockCode(),
        now.description().equals(now.stockCode()) ? before.description() : now.description(),
        now.price(),
        Math.addExact(before.soldUnits(), now.soldUnits()));
  }

  private static Reader open(Path file) throws IOException {
    var raw = Files.newInputStream(file);
    return new InputStreamReader(
        file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw,
        StandardCharsets.UTF_8);
  }

  private static Map<String, String> countries() {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String code : Locale.getISOCountries()) {
      byName.put(
          Locale.of("", code).getDisplayCountry(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
    }
    // The retailer's own spellings.
    byName.putAll(
        Map.of(
            "eire",
            "IE",
            "rsa",
            "ZA",
            "usa",
            "US",
            "channel islands",
            "JE",
            "czech republic",
            "CZ",
            "hong kong",
            "HK"));
    return byName;
  }
}
