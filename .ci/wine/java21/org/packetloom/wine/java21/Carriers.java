// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;

/** Bindings of scoped values: an operation was a {@code Callable}, and threw anything. */
@Completes(ScopedValue.Carrier.class)
public final class Carriers {
  private static final MethodHandle CALL =
      Lookups.method(ScopedValue.Carrier.class, "call", Object.class, Callable.class);

  private Carriers() {}

  public static <R, X extends Throwable> R call(
      ScopedValue.Carrier carrier, ScopedValue.CallableOp<? extends R, X> operation) throws X {
    Callable<R> callable = () -> callAsCallable(operation);
    try {
      @SuppressWarnings("unchecked")
      var result = (R) CALL.invoke(carrier, callable);
      return result;
    } catch (Throwable e) {
      throw Carriers.<X>as(e);
    }
  }

  private static <R, X extends Throwable> R callAsCallable(
      ScopedValue.CallableOp<? extends R, X> operation) {
    try {
      return operation.call();
    } catch (Throwable e) {
      throw Carriers.<RuntimeException>as(e);
    }
  }

  // The operation declares X, and so does the method that was called here.
  @SuppressWarnings("unchecked")
  private static <X extends Throwable> X as(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
