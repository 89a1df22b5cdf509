// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.packetloom.platform.unix.ByteCalls;
import org.packetloom.platform.unix.DescriptorCalls;
import org.packetloom.platform.unix.MessageCalls;
import org.packetloom.platform.unix.StreamCalls;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixErrors;

/**
 * The errors of sockets that libkqueue takes away when it tells of them: the next call that moves
 * bytes, and finds none, fails with it, as it would on a system that only looks.
 */
final class TakenErrors {
  private static final int EALREADY = 114; // asm-generic/errno.h

  private final Map<Integer, Integer> errors = new ConcurrentHashMap<>(); // by descriptor

  /** Of a socket; libkqueue says EIO of all else. */
  void taken(int descriptor, int error) {
    if (error != UnixErrors.EIO) {
      errors.put(descriptor, error);
    }
  }

  /** System calls that tell the errors taken, and forget them where the descriptor is closed. */
  UnixCalls around(UnixCalls real) {
    return new UnixCalls(
        real.system(),
        real.bytes(),
        around(ByteCalls.class, real.socketBytes()),
        around(MessageCalls.class, real.messages()),
        around(DescriptorCalls.class, real.descriptors()),
        real.polls(),
        around(StreamCalls.class, real.streams()),
        real.files(),
        real.paths());
  }

  private <T> T around(Class<T> type, T real) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> call(real, method, arguments));
    return type.cast(proxy);
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    Object result;
    try {
      result = method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (errors.isEmpty()
        || !(result instanceof Integer number)
        || !(arguments[0] instanceof Integer fd)) {
      return result;
    }
    if (method.getName().equals("close")) {
      errors.remove(fd);
    } else if (isHidden(method.getName(), number)) {
      Integer taken = errors.remove(fd);
      return taken == null ? result : -taken;
    }
    return result;
  }

  /** Whether a result may be there because the error is not. */
  private static boolean isHidden(String name, int result) {
    return switch (name) {
      case "read", "readLarge", "recv", "recvfrom", "recvfromLarge", "recvmsg", "recvmmsg" ->
          result <= 0;
      case "write",
          "writeLarge",
          "send",
          "sendto",
          "sendtoLarge",
          "sendmsg",
          "sendmmsg",
          "splice",
          "sendfile" ->
          result < 0;
      case "connect" -> result < 0 && result != -EALREADY;
      default -> false;
    };
  }
}
