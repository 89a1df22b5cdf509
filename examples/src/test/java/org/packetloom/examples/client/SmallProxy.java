// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy for SOCKS version 5 and for HTTP's CONNECT, told apart by the first byte; every name is
 * this machine to it.
 */
final class SmallProxy implements AutoCloseable {
  private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");
  private static final int VERSION = 5;
  private static final int BY_ADDRESS = 1;
  private static final int BY_NAME = 3;

  private final ServerSocket listener = new ServerSocket(0, 50, HOST);
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  SmallProxy() throws IOException {
    Thread.ofVirtual().start(this::acceptAll);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(HOST, listener.getLocalPort());
  }

  Proxy asProxy(Proxy.Type type) {
    return new Proxy(type, address());
  }

  /** What clients have asked for, as they named it. */
  List<String> targets() {
    return targets;
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      int first = in.read();
      if (first == VERSION) {
        socks(client, in);
      } else if (first >= 0) {
        http(client, in);
      }
    } catch (IOException _) {
      // the client's connection is closed, which it notices
    }
  }

  private void socks(Socket client, DataInputStream in) throws IOException {
    in.readNBytes(in.readUnsignedByte()); // ways to authenticate
    OutputStream out = client.getOutputStream();
    out.write(new byte[] {VERSION, 0});
    in.readNBytes(3); // version, CONNECT, reserved
    String host =
        switch (in.readUnsignedByte()) {
          case BY_ADDRESS -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case BY_NAME -> new String(in.readNBytes(in.readUnsignedByte()), ISO_8859_1);
          default -> throw new IOException("kind of address");
        };
    int port = in.readUnsignedShort();
    relay(client, host, port, new byte[] {VERSION, 0, 0, BY_ADDRESS, 127, 0, 0, 1, 0, 0});
  }

  private void http(Socket client, DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    String target = head.toString().split(" ")[1];
    int colon = target.lastIndexOf(':');
    int port = Integer.parseInt(target.substring(colon + 1));
    byte[] answer = "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1);
    relay(client, target.substring(0, colon), port, answer);
  }

  private void relay(Socket client, String host, int port, byte[] answer) throws IOException {
    targets.add(host);
    try (Socket server = new Socket(HOST, port)) {
      sockets.add(server);
      client.getOutputStream().write(answer);
      Thread back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      // one of them is gone: the other direction ends as well
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
