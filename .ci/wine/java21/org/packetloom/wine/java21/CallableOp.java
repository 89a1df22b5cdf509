// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

/** An operation under a scoped value. */
@Replaces("java.lang.ScopedValue$CallableOp")
public interface CallableOp<T, X extends Throwable> {
  T call() throws X;
}
