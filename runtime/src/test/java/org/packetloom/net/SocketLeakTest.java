// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.runtime.JavaChild;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;

/** Descriptors are all closed again, whatever is done wrong: counted in a process of its own. */
class SocketLeakTest {
  private static final int ROUNDS = 50;

  @TempDir private Path folder;

  @Test
  void nothingLeaksWhenSocketsAreMisused() throws Exception {
    assumeTrue(OpenDescriptors.canBeCounted(), "descriptors can be counted");
    List<String> options = List.of(JavaChild.NATIVE_ACCESS, JavaChild.OPENS);
    List<String> lines =
        JavaChild.run(JavaChild.command(options, Child.class, folder.resolve("s").toString()));
    assertThat(lines).containsExactly("clean");
  }

  /** The process. */
  static final class Child {
    private Child() {}

    /** Misuses sockets, once to warm up and then many times. */
    public static void main(String[] arguments) throws Exception {
      Path path = Path.of(arguments[0]);
      misuse(path);
      int before = OpenDescriptors.count();
      for (int i = 0; i < ROUNDS; i++) {
        misuse(path);
      }
      Await.until("closed again", () -> OpenDescriptors.count() <= before);
      abandon();
      Await.until("collected", () -> hasCollected(before));
      System.out.println("clean");
    }

    private static void misuse(Path path) throws Exception {
      var factory = new PacketloomSocketFactory();
      int nobody;
      try (PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT)) {
        nobody = listener.getLocalPort();
        fails(() -> Sides.listen(listener.getLocalSocketAddress()));
        fails(() -> listener.bind(Sides.ANY_PORT));
      }
      fails(() -> factory.createSocket("127.0.0.1", nobody));
      fails(() -> factory.createSocket("x.invalid", 1));
      fails(() -> new PacketloomSocketFactory("local://" + path).createSocket("x", 1));
      fails(() -> connected(factory, UnixDomainSocketAddress.of(path)));
      fails(
          () ->
              new PacketloomServerSocketFactory("local://" + path + "/x/y").createServerSocket(1));
      try (Socket twice = factory.createSocket()) {
        twice.setTcpNoDelay(true); // opens it, for TCP
        fails(() -> twice.connect(UnixDomainSocketAddress.of(path)));
        fails(() -> twice.connect(Sides.ANY_PORT));
      }
      try (Sides sides = Sides.connect()) {
        fails(() -> sides.client().connect(Sides.ANY_PORT));
        fails(() -> sides.client().bind(Sides.ANY_PORT));
        sides.client().shutdownInput();
        sides.client().shutdownOutput();
        fails(() -> sides.client().getInputStream());
        fails(() -> sides.client().getOutputStream());
      }
      factory.createSocket().close();
      try (Socket closed = factory.createSocket()) {
        closed.setKeepAlive(true);
        closed.bind(Sides.ANY_PORT);
      }
    }

    /** Forgets sockets without closing them. */
    private static void abandon() throws IOException {
      for (int i = 0; i < ROUNDS; i++) {
        Sides forgotten = Sides.connect();
        PacketloomServerSocket listener = Sides.listen(Sides.ANY_PORT);
        assertThat(forgotten.client().isConnected() && listener.isBound()).isTrue();
      }
    }

    private static boolean hasCollected(int before) {
      System.gc();
      return OpenDescriptors.count() <= before;
    }

    private static void connected(PacketloomSocketFactory factory, UnixDomainSocketAddress peer)
        throws IOException {
      try (Socket socket = factory.createSocket()) {
        socket.bind(new InetSocketAddress(0));
        socket.connect(peer);
      }
    }

    private static void fails(ThrowingCallable call) {
      assertThatThrownBy(call).isInstanceOf(Exception.class);
    }
  }
}
