// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.packetloom.platform.unix.ByteCalls;
import org.packetloom.platform.unix.DescriptorCalls;
import org.packetloom.platform.unix.MessageCalls;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.StreamCalls;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixErrors;

/**
 * The errors of sockets that libkqueue takes away when it tells of them: the next call that moves
 * bytes, and finds none, fails with it, as it would on a system that only looks.
 *
 * <p>Taking the last entry of a socket's queue of errors takes the error as well, in the kernel; it
 * may be noted here only after that, and is stale then.
 */
final class TakenErrors {
  private static final int EALREADY = 114; // asm-generic/errno.h
  private static final int MSG_ERRQUEUE = 0x2000; // bits/socket.h
  private static final int IP_RECVERR = 11; // bits/in.h
  private static final int IPV6_RECVERR = 25; // bits/in.h

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
        around(real, ByteCalls.class, real.socketBytes()),
        around(real, MessageCalls.class, real.messages()),
        around(real, DescriptorCalls.class, real.descriptors()),
        real.polls(),
        around(real, StreamCalls.class, real.streams()),
        real.files(),
        real.paths());
  }

  private <T> T around(UnixCalls calls, Class<T> type, T real) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> call(calls, real, method, arguments));
    return type.cast(proxy);
  }

  private Object call(UnixCalls calls, Object real, Method method, Object[] arguments)
      throws Throwable {
    String name = method.getName();
    if (name.equals("close")) {
      errors.remove(arguments[0]);
    }
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
    if (isOfErrors(name, arguments, calls)) {
      tellTaken(fd, (byte[]) arguments[3]);
      return result;
    }
    boolean isOfQueue = name.equals("recvmsg") && ((int) arguments[2] & MSG_ERRQUEUE) != 0;
    if (isOfQueue || !isHidden(name, number)) {
      return result;
    }
    Integer taken = errors.remove(fd);
    return taken == null || isStale(fd, calls) ? result : -taken;
  }

  /** Whether a call asks for the error that waits. */
  private static boolean isOfErrors(String name, Object[] arguments, UnixCalls calls) {
    return name.equals("getsockopt")
        && arguments[1].equals(calls.system().sockets().SOL_SOCKET())
        && arguments[2].equals(calls.system().sockets().SO_ERROR());
  }

  private void tellTaken(int fd, byte[] room) {
    ByteBuffer value = ByteBuffer.wrap(room).order(ByteOrder.nativeOrder());
    if (value.getInt(0) == 0) {
      Integer taken = errors.remove(fd);
      value.putInt(0, taken == null ? 0 : taken);
    }
  }

  /** Whether a socket has a queue of errors, and nothing in it. */
  private static boolean isStale(int fd, UnixCalls calls) {
    boolean hasQueue =
        isSet(fd, Posix.IPPROTO_IP, IP_RECVERR, calls)
            || isSet(fd, Posix.IPPROTO_IPV6, IPV6_RECVERR, calls);
    return hasQueue && (calls.polls().poll(fd, 0) & Posix.POLLERR) == 0;
  }

  private static boolean isSet(int fd, int level, int name, UnixCalls calls) {
    byte[] value = new byte[Integer.BYTES];
    return calls.descriptors().getsockopt(fd, level, name, value, new int[] {value.length}) >= 0
        && value[0] != 0;
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
