// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.packetloom.StreamConnector;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;
import org.packetloom.event.Repetition;

/** Takes a stream apart into lines as it comes in, without waiting for any of them. */
public final class LineInput implements EventHandler {
  private static final int LONGEST_BYTES = 4 * 1024;

  private final StreamConnector stream;
  private final Consumer<String> lines;
  private final Runnable end;

  /** What came of a line that is not complete; used by the call of the handler. */
  private final ByteBuffer begun = ByteBuffer.allocate(LONGEST_BYTES);

  private LineInput(StreamConnector stream, Consumer<String> lines, Runnable end) {
    this.stream = stream;
    this.lines = lines;
    this.end = end;
  }

  /**
   * Begins to take lines.
   *
   * @param reactor tells what comes in
   * @param stream where from
   * @param lines is given each line, without its end
   * @param end is run when there are no more
   * @throws IOException if the stream cannot be watched
   */
  public static void begin(
      Reactor reactor, StreamConnector stream, Consumer<String> lines, Runnable end)
      throws IOException {
    LineInput input = new LineInput(stream, lines, end);
    if (input.take()) { // by its first use a pipe with a name is opened: then it can be watched
      reactor.register(stream, Events.READ, input, Repetition.ON_REQUEST);
    }
  }

  @Override
  public void handle(Occurrence occurrence) throws IOException {
    if (take()) {
      occurrence.again();
    }
  }

  /** Takes what is there; false at the end, which could be read again and again. */
  private boolean take() throws IOException {
    int count = stream.tryRead(begun);
    takeLines();
    if (count < 0) {
      end.run();
      return false;
    }
    if (!begun.hasRemaining()) {
      throw new IOException("read " + stream.uri() + ": a line of more than " + LONGEST_BYTES);
    }
    return true;
  }

  private void takeLines() {
    begun.flip();
    for (int i = 0; i < begun.limit(); i++) {
      if (begun.get(i) == '\n') {
        ByteBuffer line = begun.slice(begun.position(), i - begun.position());
        begun.position(i + 1);
        lines.accept(UTF_8.decode(line).toString().strip());
      }
    }
    begun.compact();
  }
}
