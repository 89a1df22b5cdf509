// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Probe;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;

class HeadlineTest {
  @Test
  void saysWhyNothingFasterServes() {
    assertThat(text("virtual", "epoll", missing(Kind.ENGINE, "loop", "java.lang is closed", "")))
        .isEqualTo("packetloom 1.2.3: engine virtual, poller epoll; not loop: java.lang is closed");
    assertThat(text("virtual", "poll", missing(Kind.POLLER, "epoll", "ENOSYS", "a newer kernel")))
        .endsWith("; not epoll: ENOSYS (a newer kernel)");
  }

  @Test
  void isSilentAboutWhatIsSlower() {
    assertThat(text("loop", "epoll", missing(Kind.POLLER, "poll", "gone", "")))
        .isEqualTo("packetloom 1.2.3: engine loop, poller epoll");
  }

  private static String text(String engine, String poller, Finding finding) {
    return new Headline(new Probe("1.2.3", "linux", engine, poller, List.of(finding))).text();
  }

  private static Finding missing(Kind kind, String name, String detail, String remedy) {
    return new Finding(kind, name, false, detail, remedy);
  }
}
