// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.OpenDescriptors;
import org.packetloom.suite.Scale;

/** Opening and closing, very often, leaves nothing; and closing never blocks. */
class OpenCloseTest extends ToolkitTest {
  private static final int LONG_LINGER_SECONDS = 600;

  private static void assertNothingOpen(Packetloom loom, int before) {
    assertThat(loom.dump()).as("no connector").doesNotContain("://");
    assertNoneLost(before);
  }

  @EachEngine
  void connectionsLeaveNothing(String engine, String poller) throws Exception {
    int rounds = Scale.rounds(2_500);
    try (var loom = open(engine, poller)) {
      int before = OpenDescriptors.count();
      try (var listener =
          loom.listen("local:///%00packetloom-open-close-" + ProcessHandle.current().pid())) {
        for (int i = 0; i < rounds; i++) {
          connectAndAccept(loom, listener, i % 3 == 0);
        }
      }
      assertNothingOpen(loom, before);
    }
  }

  private static void connectAndAccept(Packetloom loom, Listener listener, boolean waits)
      throws IOException {
    try (var stream = loom.connect(listener.uri());
        var accepted = listener.accept()) {
      if (waits) {
        var reader = start(() -> readByte(accepted));
        writeByte(stream, 1);
        assertThat(reader.result()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local://", "anon://", "tcp4://127.0.0.1:0"})
  void pairsLeaveNothing(String uri) throws Exception {
    int rounds = Scale.rounds(uri.startsWith("tcp") ? 1_000 : 4_000);
    try (var loom = Packetloom.open()) {
      int before = OpenDescriptors.count();
      for (int i = 0; i < rounds; i++) {
        try (var pair = loom.pair(uri)) {
          writeByte(pair.first(), i);
          assertThat(readByte(pair.second())).isEqualTo(i & 0xff);
        }
      }
      assertNothingOpen(loom, before);
    }
  }

  @Test
  void connectorsLeftOpenAreClosedWithTheToolkit() throws Exception {
    int before = OpenDescriptors.count();
    for (int i = 0; i < 20; i++) {
      try (var loom = Packetloom.open()) {
        loom.pair("local://");
        loom.pair("anon://");
        loom.connect(loom.listen("tcp4://127.0.0.1:0").uri());
        loom.connect("anon://");
      }
    }
    assertNoneLost(before);
  }

  /** A stream that has more to send than its peer takes, and lingers for long when closed. */
  private static StreamConnector fill(StreamConnector stream) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 16);
    while (stream.tryWrite(zeros.clear()) > 0) {
      assertThat(stream.isOpen()).isTrue();
    }
    return stream;
  }

  @Test
  void closingAStreamThatLingersBlocksNeitherItsCallerNorTheToolkit() throws Exception {
    try (var other = Packetloom.open();
        var listener = other.listen("tcp4://127.0.0.1:0")) {
      int before = OpenDescriptors.count();
      try (var loom = Packetloom.open()) {
        StreamConnector stream = loom.connect(listener.uri());
        stream.option(StandardSocketOptions.SO_LINGER, LONG_LINGER_SECONDS);
        fill(stream).close();
        // its peer does not read, and is closed after the toolkit
      }
      assertNoneLost(before);
    }
  }

  @Test
  void anAcceptedStreamInheritsThatItLingers() throws Exception {
    try (var loom = Packetloom.open();
        var listener = loom.listen("tcp4://127.0.0.1:0")) {
      listener.option(StandardSocketOptions.SO_LINGER, LONG_LINGER_SECONDS);
      try (var stream = loom.connect(listener.uri())) {
        var accepted = listener.accept();
        assertThat(accepted.option(StandardSocketOptions.SO_LINGER)).isEqualTo(LONG_LINGER_SECONDS);
        fill(accepted).close();
        assertThat(stream.isOpen()).isTrue();
      }
    }
  }
}
