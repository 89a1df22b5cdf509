// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A relay of the JDK alone, two virtual threads for each connection, for {@code benchmarks/relay}:
 * {@code java JdkRelay.java FORM TARGET}. TARGET is a path or {@code host:port}; FORM one of
 *
 * <ul>
 *   <li>{@code transfer}: {@link InputStream#transferTo}, whose buffer has 16 KiB;
 *   <li>{@code stream}: the same loop over an array of 64 KiB;
 *   <li>{@code channel}: channels, and a direct buffer of 64 KiB: the best that is known.
 * </ul>
 *
 * <p>Prints {@code listening tcp4://127.0.0.1:port} to standard error.
 */
public final class JdkRelay {
  private static final int BLOCK = 1 << 16;

  private final Form form;
  private final SocketAddress target;

  private JdkRelay(Form form, SocketAddress target) {
    this.form = form;
    this.target = target;
  }

  /** One direction: moves all bytes until the end. */
  private interface Form {
    void move(SocketChannel from, SocketChannel to) throws IOException;
  }

  /** Accepts until it is killed. */
  public static void main(String[] arguments) throws IOException {
    Form form =
        switch (arguments[0]) {
          case "transfer" -> JdkRelay::transfer;
          case "stream" -> JdkRelay::stream;
          case "channel" -> JdkRelay::channel;
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    new JdkRelay(form, address(arguments[1])).accept();
  }

  private static SocketAddress address(String text) {
    if (text.startsWith("/")) {
      return UnixDomainSocketAddress.of(text);
    }
    int colon = text.indexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private void accept() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
      listener.bind(new InetSocketAddress("127.0.0.1", 0), 4096);
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      System.err.println("listening tcp4://127.0.0.1:" + port);
      while (true) {
        SocketChannel client = listener.accept();
        Thread.startVirtualThread(() -> join(client));
      }
    }
  }

  private void join(SocketChannel client) {
    try (client;
        SocketChannel peer = SocketChannel.open(target)) {
      Thread back = Thread.startVirtualThread(() -> pass(peer, client));
      pass(client, peer);
      back.join();
    } catch (IOException | InterruptedException e) {
      System.err.println(e);
    }
  }

  private void pass(SocketChannel from, SocketChannel to) {
    try {
      form.move(from, to);
      to.shutdownOutput();
    } catch (IOException e) {
      System.err.println(e);
    }
  }

  private static void transfer(SocketChannel from, SocketChannel to) throws IOException {
    long unused = Channels.newInputStream(from).transferTo(Channels.newOutputStream(to));
  }

  private static void stream(SocketChannel from, SocketChannel to) throws IOException {
    var in = Channels.newInputStream(from);
    var out = Channels.newOutputStream(to);
    byte[] block = new byte[BLOCK];
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      out.write(block, 0, n);
    }
  }

  private static void channel(SocketChannel from, SocketChannel to) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    while (from.read(block.clear()) >= 0) {
      block.flip();
      while (block.hasRemaining()) {
        int unused = to.write(block);
      }
    }
  }
}
