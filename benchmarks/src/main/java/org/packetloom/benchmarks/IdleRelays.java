// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Both ends of relays that have nothing to do, for {@code benchmarks/relay idle}: {@code java
 * IdleRelays.java PATH}. Listens at a Unix-domain socket, to which a relay connects.
 *
 * <p>Reads lines {@code port count}: connects to that port of a relay until it has so many
 * connections, passes a byte through each of them both ways, and prints {@code ready count}. A port
 * of 0 closes them all. Ends with its input.
 */
public final class IdleRelays implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final List<SocketChannel> open = new ArrayList<>();

  private IdleRelays(ServerSocketChannel listener) {
    this.listener = listener;
  }

  /** Does what it is told until the end of its input. */
  public static void main(String[] arguments) throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        IdleRelays relays = new IdleRelays(listener)) {
      listener.bind(UnixDomainSocketAddress.of(arguments[0]), 4096);
      while (true) {
        String line = readLine();
        if (line.isEmpty()) {
          return;
        }
        String[] words = line.split(" ");
        relays.reach(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        System.out.println("ready " + words[1]);
      }
    }
  }

  private static String readLine() throws IOException {
    var line = new StringBuilder();
    for (int c = System.in.read(); c >= 0 && c != '\n'; c = System.in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private void reach(int port, int count) throws IOException {
    if (port == 0) {
      close();
      return;
    }
    while (open.size() < 2 * count) {
      SocketChannel near = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
      SocketChannel far = listener.accept();
      open.add(near);
      open.add(far);
      pass(near, far);
      pass(far, near);
    }
  }

  private static void pass(SocketChannel from, SocketChannel to) throws IOException {
    from.write(ByteBuffer.allocate(1));
    if (to.read(ByteBuffer.allocate(1)) != 1) {
      throw new IOException("the relay lost a byte");
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel each : open) {
      each.close();
    }
    open.clear();
  }
}
