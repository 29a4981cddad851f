package dev.millrace.schemas.registry;

import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Lets Avro load our generated classes. Avro loads the class a schema names only if it is trusted,
 * so that a foreign schema cannot have arbitrary classes loaded; that list is one for the whole
 * process. We add the package our classes are generated into and leave the rest as it was. Records
 * that were read can be compared from then on.
 */
public final class TrustedRecords {

  private static final String GENERATED_PACKAGES = "dev.millrace.avro.";

  static {
    ClassSecurityPredicate generated = type -> type.getName().startsWith(GENERATED_PACKAGES);
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), generated));
    // A list that was read compares its records by the generic model. It must know our points in
    // time, or comparing two records throws where one is optional.
    GenericData.get().addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
  }

  private TrustedRecords() {}

  /**
   * Call before generated classes are read or built by other means than {@link AvroSerde}, which
   * calls it itself: builders need it for defaults that are enums or records.
   */
  public static void trust() {
    // Loading this class has done it, once.
  }
}
