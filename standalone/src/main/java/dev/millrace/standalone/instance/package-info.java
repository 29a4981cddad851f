@NullMarked
package dev.millrace.standalone.instance;

import org.jspecify.annotations.NullMarked;
