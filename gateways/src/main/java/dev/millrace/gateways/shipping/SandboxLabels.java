package dev.millrace.gateways.shipping;

import dev.millrace.avro.common.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Labels of the sandbox: one page in A6, the same for the same parcel. */
final class SandboxLabels {

  private static final float MARGIN = 24;
  private static final float SIZE = 11;
  private static final int LINE_LENGTH_MAX = 44;

  private SandboxLabels() {}

  static PdfLabel of(Parcel parcel, String trackingNumber, Rate rate) {
    Address to = parcel.to();
    List<String> lines =
        Stream.of(
                "SANDBOX CARRIER - not a postage stamp",
                "Service: " + rate.service(),
                "From: " + parcel.warehouseId(),
                "",
                to.getName(),
                to.getLine1(),
                to.getLine2(),
                to.getPostalCode() + " " + to.getCity(),
                to.getRegion(),
                to.getCountry(),
                "",
                "Units: " + parcel.units(),
                "Order: " + parcel.orderId(),
                trackingNumber)
            .filter(Objects::nonNull)
            .flatMap(SandboxLabels::wrapped)
            .toList();
    var bytes = new ByteArrayOutputStream();
    try (var document = new PDDocument()) {
      document.setDocumentId((long) trackingNumber.hashCode());
      var page = new PDPage(PDRectangle.A6);
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), SIZE);
        content.beginText();
        content.setLeading(SIZE * 1.4f);
        content.newLineAtOffset(MARGIN, PDRectangle.A6.getHeight() - 2 * MARGIN);
        for (String line : lines) {
          content.showText(line);
          content.newLine();
        }
        content.endText();
      }
      document.save(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PdfLabel.of(bytes.toByteArray());
  }

  /** The font has no other letters than these; the sandbox's labels go nowhere. */
  private static Stream<String> wrapped(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() <= LINE_LENGTH_MAX
        ? Stream.of(plain)
        : Stream.concat(
            Stream.of(plain.substring(0, LINE_LENGTH_MAX)),
            wrapped(plain.substring(LINE_LENGTH_MAX)));
  }
}
