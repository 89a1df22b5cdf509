// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.event.PumpOption;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorStatistics;

/** The numbers of a reactor fit together, although they are not read at once. */
class ReactorStatisticsTest extends ToolkitTest {
  /** One task, which is taken from the queue between the first look and the next. */
  private static final class Moving implements ReactorMode {
    private int queued = 1;
    private int active;

    private void take() {
      queued = 0;
      active = 1;
    }

    @Override
    public int queued() {
      int before = queued;
      take();
      return before;
    }

    @Override
    public int active() {
      int before = active;
      take();
      return before;
    }

    @Override
    public ReactorQueue queue() {
      return task -> {};
    }

    @Override
    public void start(ReactorCore core) {}

    @Override
    public int processEvents(Duration timeout, PumpOption... options) {
      return 0;
    }

    @Override
    public boolean isRunner() {
      return false;
    }

    @Override
    public void workers(int count) {}

    @Override
    public int workers() {
      return 1;
    }

    @Override
    public void close(Runnable free) {
      free.run();
    }
  }

  @Test
  void aTaskThatIsTakenFromTheQueueMeanwhileIsCounted() throws Exception {
    try (Loom loom = (Loom) open("virtual", "epoll")) {
      var poller = new Engines(loom.engine().platform(), "epoll", 1).openOne();
      var settings = (ReactorBuilder) loom.reactor().workers(1);
      try (Reactor reactor = RunningReactor.start(loom, new Moving(), poller, settings)) {
        ReactorStatistics now = reactor.statistics();
        assertThat(now.queued() + now.active()).as("%s", now).isPositive();
      }
    }
  }
}
