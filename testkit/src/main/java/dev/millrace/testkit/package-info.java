/** What tests of every module share. */
@NullMarked
package dev.millrace.testkit;

import org.jspecify.annotations.NullMarked;
