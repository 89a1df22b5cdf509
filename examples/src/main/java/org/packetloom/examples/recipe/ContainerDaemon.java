// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;

/**
 * Speaks HTTP at a Unix-domain socket as Docker's daemon does, as far as clients try it here: plain
 * answers, an answer without end, and a connection that is taken over after the answer's head.
 *
 * <ul>
 *   <li>{@code GET /_ping} is answered {@code OK};
 *   <li>{@code GET /events/N} gives N lines, each in a chunk of its own;
 *   <li>{@code GET /wait} is never answered;
 *   <li>{@code POST /attach} upgrades the connection: what is sent comes back, and once the client
 *       has ended its side, so does the text {@code exit 0}.
 * </ul>
 */
public final class ContainerDaemon implements AutoCloseable {
  private static final int END_OF_INPUT = -1;

  private final Path socket;
  private final Server server;

  private ContainerDaemon(Packetloom loom, Path socket) throws IOException {
    this.socket = socket;
    this.server =
        loom.server(ContainerDaemon::serve)
            .listen("local://" + socket)
            .onFailure((_, _) -> {}) // clients that are cancelled just go
            .start();
  }

  /**
   * Starts one.
   *
   * @param loom serves it
   * @param socket a path that does not exist
   * @return the running server
   * @throws IOException if it cannot listen
   */
  public static ContainerDaemon start(Packetloom loom, Path socket) throws IOException {
    return new ContainerDaemon(loom, socket);
  }

  /** Where it listens. */
  public Path socket() {
    return socket;
  }

  private static void serve(StreamConnector connection) throws IOException {
    InputStream in = new BufferedInputStream(connection.inputStream());
    OutputStream out = connection.outputStream();
    while (true) {
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      String target = head.split(" ", 3)[1];
      if (target.equals("/attach")) {
        attach(in, out);
        return;
      }
      if (target.equals("/wait")) {
        in.transferTo(OutputStream.nullOutputStream());
        return;
      }
      if (target.startsWith("/events/")) {
        events(out, Integer.parseInt(target.substring("/events/".length())));
      } else {
        send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nOK");
      }
    }
  }

  /** Request line and fields, or an empty text at the end of input. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next == END_OF_INPUT) {
        return "";
      }
      head.write(next);
      text = next == '\n' ? head.toString(ISO_8859_1) : "";
    }
    return text;
  }

  private static void events(OutputStream out, int count) throws IOException {
    send(
        out,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 1; i <= count; i++) {
      String line = "{\"event\":" + i + "}\n";
      send(out, Integer.toHexString(line.length()) + "\r\n" + line + "\r\n");
    }
    send(out, "0\r\n\r\n");
  }

  @SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end otherwise
  private static void attach(InputStream in, OutputStream out) throws IOException {
    send(
        out,
        "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n"
            + "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    in.transferTo(out);
    send(out, "exit 0\n");
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
  }

  @Override
  public void close() {
    server.close();
  }
}
