// SPDX-License-Identifier: Apache-2.0
/**
 * Examples of structured concurrency, which is a preview of Java 25: these classes alone are
 * compiled with {@code --enable-preview}, and run with it. What they share with the rest stands in
 * {@link org.packetloom.examples.asking}.
 */
package org.packetloom.examples.structured;
