// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.packetloom.Packetloom;
import org.packetloom.runtime.JavaChild;
import org.packetloom.suite.Task;

/** A whole process whose {@code new Socket()} is ours. */
class WholeProcessTest {
  @Test
  void everySocketOfAProcessIsOurs() throws Exception {
    List<String> lines =
        JavaChild.run(
            JavaChild.command(List.of(JavaChild.NATIVE_ACCESS, JavaChild.OPENS), Child.class));
    assertThat(lines)
        .containsExactly(
            "toolkit connectors: true",
            "echoed: hello",
            "timeout: Read timed out",
            "accept: Accept timed out",
            "refused: Connection refused",
            "unresolved: java.net.UnknownHostException",
            "interrupt: Closed by interrupt",
            "again: factory already defined");
  }

  /** The process. */
  static final class Child {
    private Child() {}

    /** Uses the JDK's classes alone, but for the first line. */
    public static void main(String[] arguments) throws Exception {
      PacketloomSocketImplFactory.install();
      try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
        Thread.ofVirtual().start(() -> echo(listener));
        talk(listener.getInetAddress(), listener.getLocalPort());
      }
      int nobody = accept();
      try (Socket refused = new Socket()) {
        refused.connect(new InetSocketAddress("127.0.0.1", nobody));
      } catch (IOException e) {
        System.out.println("refused: " + e.getMessage());
      }
      try (Socket unresolved = new Socket()) {
        unresolved.connect(InetSocketAddress.createUnresolved("x.invalid", 1));
      } catch (IOException e) {
        System.out.println("unresolved: " + e.getClass().getName());
      }
      interrupt();
      try {
        PacketloomSocketImplFactory.install();
      } catch (SocketException e) {
        System.out.println("again: " + e.getMessage());
      }
    }

    private static void echo(ServerSocket listener) {
      try (Socket peer = listener.accept()) {
        peer.getInputStream().transferTo(peer.getOutputStream());
      } catch (IOException e) {
        System.out.println("echo: " + e);
      }
    }

    private static void talk(InetAddress host, int port) throws IOException {
      try (Socket client = new Socket(host, port)) {
        System.out.println("toolkit connectors: " + Packetloom.shared().dump().contains("" + port));
        client.getOutputStream().write("hello".getBytes());
        byte[] answer = client.getInputStream().readNBytes(5);
        System.out.println("echoed: " + new String(answer));
        client.setSoTimeout(5);
        client.getInputStream().read();
      } catch (SocketTimeoutException e) {
        System.out.println("timeout: " + e.getMessage());
      }
    }

    private static int accept() throws IOException {
      try (ServerSocket listener = new ServerSocket(0)) {
        listener.setSoTimeout(5);
        listener.accept().close();
        return -1;
      } catch (SocketTimeoutException e) {
        System.out.println("accept: " + e.getMessage());
      }
      try (ServerSocket listener = new ServerSocket(0)) {
        return listener.getLocalPort();
      }
    }

    private static void interrupt() throws Exception {
      CountDownLatch bound = new CountDownLatch(1);
      Task<Socket> accepting =
          Task.start(
              Thread.ofVirtual().factory(),
              () -> {
                try (ServerSocket listener = new ServerSocket(0)) {
                  bound.countDown();
                  return listener.accept();
                }
              });
      bound.await();
      accepting.awaitParked().interrupt();
      System.out.println("interrupt: " + accepting.failure().getMessage());
    }
  }
}
