// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.packetloom.examples.game.FromServer.Moved;
import org.packetloom.examples.game.FromServer.Place;
import org.packetloom.examples.game.FromServer.Player;

/** What players read of one another, and see. */
class GameTextTest {
  @Test
  void textThatCommandsTerminalsIsRefusedAndNotMade() {
    assertThatIllegalArgumentException().isThrownBy(() -> new FromPlayer.Say("a\033[2Jb"));
    assertThatIllegalArgumentException().isThrownBy(() -> new FromPlayer.Join("1234567890123"));
    assertThatIllegalArgumentException().isThrownBy(() -> new FromServer.Said(1, " "));

    assertThat(PlainText.of("a\033[2Jb\n", 60)).isEqualTo("a[2Jb");
    assertThat(PlainText.of("abc", 2)).isEqualTo("ab");
    assertThat(PlainText.of("a😀", 2)).isEqualTo("a");
    assertThat(GameClient.isName("amy")).isTrue();
    assertThat(GameClient.isName("")).isFalse();
    assertThat(GameClient.isName("a\tb")).isFalse();
  }

  @Test
  void screenShowsPlayersCoinScoreAndChat() {
    var view = new View();
    view.learn(
        new FromServer.Welcome(
            1, List.of(new Player(1, "amy", 7), new Player(2, "bob", 0)), new Place(300, 100)));
    view.learn(
        new FromServer.Snapshot(
            1, List.of(new Moved(1, new Place(0, 0)), new Moved(2, new Place(5999, 1599)))));
    view.learn(new FromServer.Said(2, "hello"));
    var text = new StringWriter();
    try (var screen =
        new Screen(view, new PrintWriter(text), () -> "status", () -> Optional.of("typ"))) {
      screen.run();
    }

    var plain = text.toString().replaceAll("\033\\[[?0-9;]*[a-zA-Z]", "").replace("\r", "");
    var lines = plain.lines().toList();
    assertThat(lines.get(1)).startsWith("|@ ");
    assertThat(lines.get(2)).startsWith("|   $ ");
    assertThat(lines.get(Field.HEIGHT)).endsWith("b|");
    assertThat(lines.get(Field.HEIGHT + 2)).startsWith("amy 7  bob 0");
    assertThat(lines.subList(Field.HEIGHT + 3, lines.size()))
        .containsExactly("status", "welcome, amy", "bob: hello", "> typ");
    assertThat(text.toString()).endsWith("\033[?25h\033[?1049l");
  }
}
