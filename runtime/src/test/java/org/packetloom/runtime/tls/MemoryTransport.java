// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;

/**
 * A transport that holds in memory what was written, and gives what it was told to; never waits.
 */
final class MemoryTransport implements InvocationHandler {
  private static final ConnectorUri URI = ConnectorUri.of("memory", new ConnectorTarget.Empty());

  private final StreamConnector stream =
      (StreamConnector)
          Proxy.newProxyInstance(
              StreamConnector.class.getClassLoader(), new Class<?>[] {StreamConnector.class}, this);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private ByteBuffer given = ByteBuffer.allocate(0);
  private boolean isEnded; // nothing more will be given
  private boolean isOpen = true;
  private long taken;

  StreamConnector stream() {
    return stream;
  }

  /** How many bytes were read. */
  long taken() {
    return taken;
  }

  /** Takes what was written. */
  byte[] takeWritten() {
    byte[] bytes = written.toByteArray();
    written.reset();
    return bytes;
  }

  /** Has reads find bytes. */
  void give(byte[] bytes) {
    if (!isEnded) {
      given = ByteBuffer.allocate(given.remaining() + bytes.length).put(given).put(bytes).flip();
    }
  }

  /** Has reads find the end after what was given. */
  void end() {
    isEnded = true;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "tryRead" -> read((ByteBuffer) arguments[0]);
      case "tryWrite" -> write((ByteBuffer) arguments[0]);
      case "awaitReadable" -> given.hasRemaining() || isEnded;
      case "awaitWritable" -> true;
      case "isOpen" -> isOpen;
      case "close" -> {
        isOpen = false;
        yield null;
      }
      case "interruptPolicy" -> arguments == null ? InterruptPolicy.KEEP_OPEN : stream;
      case "uri" -> URI;
      case "localAddress", "peerAddress", "proxyHeader" -> Optional.empty();
      case "toString" -> "memory";
      case "readDeadline",
          "writeDeadline",
          "readTimeout",
          "writeTimeout",
          "shutdownInput",
          "shutdownOutput" ->
          stream;
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  private int read(ByteBuffer into) {
    if (!given.hasRemaining()) {
      return isEnded ? -1 : 0;
    }
    int n = Math.min(given.remaining(), into.remaining());
    into.put(given.slice(given.position(), n));
    given.position(given.position() + n);
    taken += n;
    return n;
  }

  private int write(ByteBuffer from) {
    int n = from.remaining();
    byte[] bytes = new byte[n];
    from.get(bytes);
    written.write(bytes, 0, n);
    return n;
  }
}
