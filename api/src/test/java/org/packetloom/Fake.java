// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Makes an interface of an object that has only those of its methods that a test needs. */
final class Fake {
  private Fake() {}

  /**
   * A view of {@code behaviour}; methods that it lacks are unsupported, unless they are defaults.
   */
  static <T> T of(Class<T> type, Object behaviour) {
    InvocationHandler handler =
        (proxy, method, arguments) -> call(proxy, behaviour, method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object proxy, Object behaviour, Method method, Object[] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return callInherited(proxy, behaviour, method, arguments);
    }
    Method own;
    try {
      own = behaviour.getClass().getMethod(method.getName(), method.getParameterTypes());
    } catch (NoSuchMethodException _) {
      return callInherited(proxy, behaviour, method, arguments);
    }
    try {
      return own.invoke(behaviour, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static Object callInherited(
      Object proxy, Object behaviour, Method method, Object[] arguments) throws Throwable {
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> behaviour.toString();
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }
}
