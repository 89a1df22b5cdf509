// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * The JDK's {@link ServerSocketChannel}, with a virtual thread for each connection. Buffers are
 * direct unless they are small: with heap buffers the channel copies.
 */
final class JdkChannelServer implements PeerServer {
  private static final int BACKLOG = 4096;
  private static final int RETRY_MILLIS = 10;
  private static final int LEAST_DIRECT = 4096;

  @Override
  public int start(ServerPlan plan) throws IOException {
    if (!plan.role().listens()) {
      return 0;
    }
    Optional<String> path = plan.localPath();
    var family = path.isPresent() ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
    SocketAddress address = path.isPresent() ? UnixDomainSocketAddress.of(path.get()) : loopback(0);
    var listener = ServerSocketChannel.open(family).bind(address, BACKLOG);
    Thread.startVirtualThread(() -> acceptAll(listener, plan));
    return listener.getLocalAddress() instanceof InetSocketAddress bound ? bound.getPort() : 0;
  }

  private static InetSocketAddress loopback(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
  }

  private static void acceptAll(ServerSocketChannel listener, ServerPlan plan) {
    Pause.millis(0); // later there may be no descriptor to load it with
    while (true) {
      try {
        SocketChannel connection = listener.accept();
        Thread.startVirtualThread(() -> serve(connection, plan));
      } catch (IOException _) {
        Pause.millis(RETRY_MILLIS); // there was no descriptor left
      }
    }
  }

  private static void serve(SocketChannel connection, ServerPlan plan) {
    try (connection) {
      if (plan.localPath().isEmpty()) {
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      if (plan.role() == Role.RELAY) {
        relay(connection, plan);
        return;
      }
      ByteBuffer block = buffer(plan.blockBytes());
      switch (plan.role()) {
        case ECHO, PINGPONG -> echo(connection, connection, block);
        case SOURCE -> {
          while (true) {
            writeAll(connection, block.clear());
          }
        }
        case SINK -> {
          while (connection.read(block.clear()) >= 0) {}
        }
        case RELAY, DATAGRAM, CASCADE ->
            throw new UnsupportedOperationException(plan.role().word());
      }
    } catch (IOException _) {
      // the client has left: it counts what failed
    }
  }

  /** A small direct buffer costs more to make and to keep than it saves. */
  private static ByteBuffer buffer(int bytes) {
    return bytes < LEAST_DIRECT ? ByteBuffer.allocate(bytes) : ByteBuffer.allocateDirect(bytes);
  }

  private static void echo(SocketChannel from, SocketChannel to, ByteBuffer block)
      throws IOException {
    while (from.read(block.clear()) >= 0) {
      writeAll(to, block.flip());
    }
  }

  private static void relay(SocketChannel client, ServerPlan plan) throws IOException {
    try (SocketChannel peer = SocketChannel.open(loopback(plan.target()))) {
      peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Thread back = Thread.startVirtualThread(() -> passOn(peer, client, plan.blockBytes()));
      passOn(client, peer, plan.blockBytes());
      back.join();
    } catch (InterruptedException e) {
      throw new InterruptedIOException(e.toString());
    }
  }

  /** One direction, to its end. */
  private static void passOn(SocketChannel from, SocketChannel to, int blockBytes) {
    try {
      echo(from, to, buffer(blockBytes));
      to.shutdownOutput();
    } catch (IOException _) {
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException _) {
      // the load generator misses what is lost
    }
  }

  private static void writeAll(SocketChannel connection, ByteBuffer block) throws IOException {
    while (block.hasRemaining()) {
      connection.write(block);
    }
  }

  @Override
  public DatagramEnds datagrams(String way, int size) throws IOException {
    return JdkDatagrams.open(size);
  }

  @Override
  public Ring ring(String kind, int count) throws IOException {
    return JdkRing.open(kind, count, Ring.Buffers.OF_PLACES);
  }

  @Override
  public PingClient connect(int port, int messageBytes) throws IOException {
    SocketChannel connection = SocketChannel.open(loopback(port));
    connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new Client(connection, ByteBuffer.allocateDirect(messageBytes));
  }

  private record Client(SocketChannel connection, ByteBuffer buffer) implements PingClient {
    @Override
    public void roundTrip(byte[] block) throws IOException {
      writeAll(connection, buffer.clear());
      buffer.clear();
      while (buffer.hasRemaining()) {
        if (connection.read(buffer) < 0) {
          throw new IOException("end of stream");
        }
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
