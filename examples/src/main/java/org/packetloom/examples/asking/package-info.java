// SPDX-License-Identifier: Apache-2.0
/**
 * Questions of one line, put to servers that answer each with one line: the parts of the examples
 * of structured concurrency that need no preview of Java. Those that do stand in {@code
 * src/preview}.
 */
package org.packetloom.examples.asking;
