// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.StreamConnector;

/**
 * A player at a keyboard: w a s d or the arrows set off, space stops, q leaves, and Return begins
 * and ends a line of chat. If keys come by lines only, the rest of a line is chat after its Return.
 */
public final class Keys implements Steering {
  private static final String MOVES = " wsad"; // in the order of the directions
  private static final String ARROWS = "-ABDC";
  private static final int ESCAPE = 27;
  private static final int CONTROL_D = 4;
  private static final int BACKSPACE = 127;

  private final StreamConnector input;
  private final ByteBuffer typed = ByteBuffer.allocate(256);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Direction direction = Direction.NONE;
  private boolean isTyping;
  private boolean isOver;
  private int escaped; // how much of an arrow's sequence has come

  /**
   * Takes keys.
   *
   * @param input what is typed; belongs to the caller
   */
  public Keys(StreamConnector input) {
    this.input = input;
  }

  @Override
  public Wish next(View view) throws IOException {
    int count = input.tryRead(typed);
    typed.flip();
    var said = Optional.<String>empty();
    while (typed.hasRemaining() && said.isEmpty()) {
      said = take(typed.get());
    }
    typed.compact();
    isOver |= count < 0;
    return new Wish(direction, said, isOver);
  }

  private Optional<String> take(byte key) {
    if (key == '\n' || key == '\r') {
      return returned();
    }
    if (isTyping) {
      type(key);
    } else if (escaped == 1) {
      escaped = key == '[' ? 2 : 0;
    } else if (escaped == 2) {
      escaped = 0;
      steer(ARROWS.indexOf(key));
    } else {
      press(key);
    }
    return Optional.empty();
  }

  private Optional<String> returned() {
    isTyping = !isTyping;
    var text = PlainText.of(line.toString(UTF_8), FromPlayer.LINE_LENGTH);
    line.reset();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private void type(byte key) {
    if (key != BACKSPACE) {
      line.write(key);
    } else {
      var text = line.toString(UTF_8);
      line.reset();
      line.writeBytes(
          text.substring(0, text.offsetByCodePoints(text.length(), text.isEmpty() ? 0 : -1))
              .getBytes(UTF_8));
    }
  }

  private void press(byte key) {
    switch (key) {
      case ESCAPE -> escaped = 1;
      case 'q', CONTROL_D -> isOver = true;
      default -> steer(MOVES.indexOf(key));
    }
  }

  @SuppressWarnings("EnumOrdinal") // MOVES has their order
  private void steer(int index) {
    if (index >= 0) {
      direction = Direction.values()[index];
    }
  }

  /**
   * What is being typed.
   *
   * @return empty if no line of chat was begun
   */
  public Optional<String> begun() {
    return isTyping ? Optional.of(line.toString(UTF_8)) : Optional.empty();
  }
}
