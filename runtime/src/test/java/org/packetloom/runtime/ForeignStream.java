// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.packetloom.StreamConnector;

/** Passes a stream off as one of a user's scheme: default methods are not those of the stream. */
final class ForeignStream {
  private ForeignStream() {}

  static StreamConnector of(StreamConnector real) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (StreamConnector)
        Proxy.newProxyInstance(
            ForeignStream.class.getClassLoader(), new Class<?>[] {StreamConnector.class}, handler);
  }
}
