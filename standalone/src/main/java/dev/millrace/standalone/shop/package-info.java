@NullMarked
package dev.millrace.standalone.shop;

import org.jspecify.annotations.NullMarked;
