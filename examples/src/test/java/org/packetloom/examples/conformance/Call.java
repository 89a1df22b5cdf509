// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.conformance;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.Connector;

/**
 * A call of a connector that a mutant gets hold of.
 *
 * @param target the sound connector
 * @param method what was called
 * @param arguments with what
 * @param flag one of the connector's own, for the mutant's use
 */
record Call(Connector target, Method method, Object[] arguments, AtomicBoolean flag) {
  /** A connector whose calls go through a mutant. */
  static <C extends Connector> C broken(Class<C> type, C target, Mutant mutant) throws IOException {
    mutant.opened(target);
    AtomicBoolean flag = new AtomicBoolean();
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object[] all = arguments == null ? new Object[0] : arguments;
              Object result = mutant.answer(new Call(target, method, all, flag));
              return result == target ? proxy : result;
            }));
  }

  boolean is(String name, Class<?>... types) {
    return method.getName().equals(name)
        && (types.length == 0 || java.util.Arrays.equals(method.getParameterTypes(), types));
  }

  /** Makes the call as it should be. */
  Object proceed() throws Throwable {
    return proceed(arguments);
  }

  /** Makes the call with other arguments. */
  Object proceed(Object... others) throws Throwable {
    try {
      return method.invoke(target, others);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
