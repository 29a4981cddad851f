@NullMarked
package dev.millrace.bench.backbone;

import org.jspecify.annotations.NullMarked;
