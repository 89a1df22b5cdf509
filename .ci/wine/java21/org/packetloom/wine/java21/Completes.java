// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class of static methods that stand in for methods of {@code value}, which Java 21 lacks
 * or has with another meaning. The first parameter is the receiver, except where {@link Static}
 * says that the method stands for a static one; name, other parameters and result are those of the
 * method.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface Completes {
  Class<?> value();

  /** Marks what stands for a static method. */
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.METHOD)
  @interface Static {}
}
