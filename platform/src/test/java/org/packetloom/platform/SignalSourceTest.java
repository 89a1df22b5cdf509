// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.SignalSource.Hearing;

/** Who is told of signals, and when they are taken and given back. */
class SignalSourceTest {
  private final List<String> done = new ArrayList<>();
  private Runnable told = () -> {};
  private Optional<SignalRefusal> refusal = Optional.empty();

  private final SignalSource source =
      new SignalSource(
          new SignalTaker() {
            @Override
            public Optional<SignalRefusal> refusal(SignalKind kind) {
              return refusal;
            }

            @Override
            public Runnable take(SignalKind kind, Runnable action) throws SignalRefusedException {
              if (refusal.isPresent()) {
                throw new SignalRefusedException(kind, refusal.get());
              }
              done.add("take " + kind);
              told = action;
              return () -> done.add("give back " + kind);
            }
          });

  @Test
  void firstTakesAndLastGivesBack() throws Exception {
    Hearing first = source.open(SignalKind.INT, () -> {});
    Hearing second = source.open(SignalKind.INT, () -> {});
    Hearing other = source.open(SignalKind.HUP, () -> {});
    first.close();
    first.close();
    assertThat(done).containsExactly("take INT", "take HUP");
    second.close();
    other.close();
    assertThat(done).containsExactly("take INT", "take HUP", "give back INT", "give back HUP");

    source.open(SignalKind.INT, () -> {}).close();
    assertThat(done).endsWith("take INT", "give back INT");
  }

  @Test
  void everyoneWhoHearsIsTold() throws Exception {
    List<String> heard = new ArrayList<>();
    Hearing first = source.open(SignalKind.INT, () -> heard.add("first"));
    Hearing second = source.open(SignalKind.INT, () -> heard.add("second"));
    told.run();
    first.close();
    told.run();
    second.close();
    told.run(); // one that was on its way
    assertThat(heard).containsExactly("first", "second", "second");
  }

  @Test
  void refusedKindIsNotKept() throws Exception {
    refusal = Optional.of(new SignalRefusal("no", "never"));
    assertThatThrownBy(() -> source.open(SignalKind.INT, () -> {}))
        .isInstanceOfSatisfying(
            SignalRefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal.get()))
        .hasMessage("INT: no");
    assertThat(source.refusal(SignalKind.INT)).isEqualTo(refusal);

    refusal = Optional.empty();
    source.open(SignalKind.INT, () -> {}).close();
    assertThat(done).containsExactly("take INT", "give back INT");
  }
}
