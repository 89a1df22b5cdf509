// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a type that is put in place of a type of the JDK which Java 21 lacks. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface Replaces {
  /** Its binary name, such as {@code java.lang.ScopedValue$CallableOp}. */
  String value();
}
