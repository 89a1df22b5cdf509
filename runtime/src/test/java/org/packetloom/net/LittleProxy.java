// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy of the test's own, on the JDK's sockets: follows a script for each connection, and writes
 * down what was asked of it.
 */
final class LittleProxy implements AutoCloseable {
  /** What it does with a connection. */
  interface Script {
    void run(LittleProxy proxy, Socket client, DataInputStream in, OutputStream out)
        throws IOException;
  }

  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Where everybody is led, whatever name they ask for. */
  private final InetSocketAddress target;

  LittleProxy(InetSocketAddress target, Script script) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(script));
  }

  private void serve(Script script) {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> follow(script, client));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void follow(Script script, Socket client) {
    try (client) {
      script.run(
          this, client, new DataInputStream(client.getInputStream()), client.getOutputStream());
    } catch (IOException _) {
      // the client is gone, which some tests are about
    }
  }

  /** This proxy, for a factory or a selector. */
  Proxy as(Proxy.Type type) {
    return new Proxy(type, server.getLocalSocketAddress());
  }

  int port() {
    return server.getLocalPort();
  }

  /** What was asked, in order. */
  List<String> asked() {
    return asked;
  }

  void note(String what) {
    asked.add(what);
  }

  /** Moves bytes between a client and the target until either has ended. */
  void relay(Socket client) throws IOException {
    try (Socket there = new Socket(target.getAddress(), target.getPort())) {
      open.add(there);
      Thread back = Thread.ofVirtual().start(() -> copy(there, client));
      copy(client, there);
      back.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      // one of both is gone
    }
  }

  /** Reads a line of HTTP. */
  static String line(DataInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  /** SOCKS 5; with a user, only with that name and password. */
  static Script socks5(String userAndPassword) {
    return (proxy, client, in, out) -> {
      in.readByte();
      byte[] methods = new byte[in.readUnsignedByte()];
      in.readFully(methods);
      if (userAndPassword.isEmpty()) {
        out.write(new byte[] {5, 0});
      } else {
        out.write(new byte[] {5, 2});
        in.readByte();
        String given = counted(in) + ":" + counted(in);
        boolean isRight = given.equals(userAndPassword);
        out.write(new byte[] {1, (byte) (isRight ? 0 : 1)});
        if (!isRight) {
          return;
        }
      }
      in.skipNBytes(3);
      String host =
          switch (in.readByte()) {
            case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case 4 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
            default -> counted(in);
          };
      proxy.note(host + ":" + in.readUnsignedShort());
      out.write(new byte[] {5, 0, 0, 3, 1, 'x', 0, 9});
      proxy.relay(client);
    };
  }

  private static String counted(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  /** SOCKS 4 and 4a, which closes what is no version 4. */
  static Script socks4() {
    return (proxy, client, in, out) -> {
      if (in.readByte() != 4) {
        return;
      }
      in.readByte();
      int port = in.readUnsignedShort();
      byte[] address = in.readNBytes(4);
      zeroEnded(in);
      boolean isName = address[0] == 0 && address[3] != 0;
      String host = isName ? zeroEnded(in) : InetAddress.getByAddress(address).getHostAddress();
      proxy.note(host + ":" + port);
      out.write(new byte[] {0, 90, 0, 0, 0, 0, 0, 0});
      proxy.relay(client);
    };
  }

  private static String zeroEnded(DataInputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int next = in.readUnsignedByte(); next != 0; next = in.readUnsignedByte()) {
      text.append((char) next);
    }
    return text.toString();
  }

  /** CONNECT; with an authorization, only with that. */
  static Script http(String authorization) {
    return (proxy, client, in, out) -> {
      proxy.note(line(in).split(" ")[1]);
      String given = "";
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        if (line.startsWith("Proxy-Authorization: ")) {
          given = line.substring(line.indexOf(' ') + 1);
        }
      }
      if (given.equals(authorization)) {
        out.write(
            "HTTP/1.1 200 Connection established\r\nVia: little\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        proxy.relay(client);
      } else {
        String refusal = "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"little\"\r\n\r\n";
        out.write(refusal.getBytes(StandardCharsets.US_ASCII));
      }
    };
  }

  /** Answers anything by these bytes, and then waits for the end. */
  static Script answering(int... bytes) {
    byte[] answer = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      answer[i] = (byte) bytes[i];
    }
    return answering(answer);
  }

  static Script answering(String text) {
    return answering(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Script answering(byte[] bytes) {
    return (proxy, client, in, out) -> {
      in.readByte();
      out.write(bytes);
      proxy.note("answered");
      while (in.read() >= 0) {
        // until the client has had enough
      }
    };
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
