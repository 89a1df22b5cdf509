// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorStatistics;

class WorkerGovernorTest {
  private int workers = 1;
  private int demand;
  private final Reactor reactor =
      (Reactor)
          Proxy.newProxyInstance(
              Reactor.class.getClassLoader(),
              new Class<?>[] {Reactor.class},
              (_, method, arguments) -> {
                if (method.getName().equals("statistics")) {
                  int active = Math.min(workers, demand);
                  int idle = workers - active;
                  return new ReactorStatistics(workers, demand - active, active, idle, 0, 0, 0, 0);
                }
                workers = (int) arguments[0];
                return null;
              });
  private final WorkerGovernor governor = new WorkerGovernor(reactor, 1, 10);

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      governor.look();
    }
  }

  @Test
  void growsByDoublingUpToItsBound() {
    demand = 50;

    look(1);
    assertThat(workers).isEqualTo(2);
    look(2);
    assertThat(workers).isEqualTo(8);
    look(2);
    assertThat(workers).isEqualTo(10);
  }

  @Test
  void shrinksOnlyAfterSomeQuietLooksAndByHalf() {
    demand = 10;
    look(5);
    demand = 2;

    look(3);
    assertThat(workers).isEqualTo(10);
    look(1);
    assertThat(workers).isEqualTo(5);
    look(8);
    assertThat(workers).isEqualTo(2);
    demand = 0;
    look(20);
    assertThat(workers).isEqualTo(1);
  }

  @Test
  void oneBusyLookKeepsWhatItNeeded() {
    demand = 10;
    look(5);
    demand = 0;
    look(2);
    demand = 9;
    look(1);
    demand = 0;

    look(1);

    assertThat(workers).isEqualTo(9);
  }

  @Test
  void boundsThatAreNoneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerGovernor(reactor, 3, 2))
        .withMessage("workers: 3 to 2");
  }
}
