// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.nio.PacketloomSelectorProvider;

/** The provider for a whole virtual machine, by the system property. */
class InstalledProviderTest {
  private static final String PROPERTY =
      "-Djava.nio.channels.spi.SelectorProvider=" + PacketloomSelectorProvider.class.getName();

  @Test
  void theJdksOwnMethodsOpenChannelsOfOurs() throws Exception {
    List<String> options = List.of(PROPERTY, JavaChild.NATIVE_ACCESS);
    assertThat(JavaChild.run(JavaChild.command(options, OpenAll.class)))
        .contains("all round trips done")
        .noneMatch(line -> line.startsWith("foreign"));
  }

  @Test
  void withoutNativeAccessOpeningFailsByName() throws Exception {
    List<String> options = List.of(PROPERTY, "--illegal-native-access=deny");
    assertThat(JavaChild.run(JavaChild.command(options, OpenRefused.class)))
        .anyMatch(line -> line.contains("--enable-native-access"));
  }

  /** Opens one of each by the static methods of the JDK, and uses it. */
  static final class OpenAll {
    private static final InetSocketAddress ANY =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private OpenAll() {}

    public static void main(String[] arguments) throws Exception {
      List<Throwable> failures = new ArrayList<>();
      for (Thread.Builder threads : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
        threads
            .start(
                () -> {
                  try {
                    useAll();
                  } catch (Throwable e) {
                    failures.add(e);
                  }
                })
            .join();
      }
      for (Throwable failure : failures) {
        failure.printStackTrace();
      }
      System.exit(failures.isEmpty() ? 0 : 1);
    }

    private static void useAll() throws IOException {
      streams();
      datagrams();
      pipe();
      System.out.println("all round trips done");
    }

    private static void streams() throws IOException {
      try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY);
          Selector selector = Selector.open()) {
        server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
          selector.select();
          try (SocketChannel accepted = server.accept()) {
            tell(server, client, accepted, selector);
            client.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            ensure(accepted.read(ByteBuffer.allocate(3)) == 3);
          }
        }
      }
      try (SocketChannel unix = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        tell(unix);
      }
    }

    private static void datagrams() throws IOException {
      try (DatagramChannel channel = DatagramChannel.open().bind(ANY)) {
        tell(channel);
        channel.send(ByteBuffer.wrap(new byte[] {1}), channel.getLocalAddress());
        ByteBuffer room = ByteBuffer.allocate(2);
        ensure(channel.receive(room).equals(channel.getLocalAddress()));
        ensure(room.position() == 1);
      }
    }

    private static void pipe() throws IOException {
      Pipe pipe = Pipe.open();
      try (var source = pipe.source();
          var sink = pipe.sink()) {
        tell(source, sink);
        sink.write(ByteBuffer.wrap(new byte[] {1}));
        ensure(source.read(ByteBuffer.allocate(1)) == 1);
      }
    }

    private static void tell(Object... opened) {
      for (Object each : opened) {
        boolean isOurs =
            each.getClass().getPackage() == PacketloomSelectorProvider.class.getPackage();
        System.out.println((isOurs ? "ours " : "foreign ") + each);
      }
    }

    private static void ensure(boolean holds) {
      if (!holds) {
        throw new IllegalStateException("round trip");
      }
    }
  }

  /** Tells why nothing can be opened. */
  static final class OpenRefused {
    private OpenRefused() {}

    public static void main(String[] arguments) {
      SelectorProvider provider = SelectorProvider.provider();
      try (SocketChannel channel = provider.openSocketChannel()) {
        System.out.println("opened " + channel);
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
