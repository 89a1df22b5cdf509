// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.Feature;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.StreamEnd;
import org.packetloom.suite.Task;

/** Completion in place of readiness: the contract of streams holds, with nothing above changed. */
class ProactorTest extends ToolkitTest {
  /** Everything is done later, by another thread. */
  private abstract static class Lazy extends PlatformStreamContract {
    Lazy(String engine, String pairUri) {
      super(new ProactorPlatform(false, Seed.VALUE), engine, ProactorPoller.NAME, pairUri);
    }

    @Override
    public Set<Feature> features() {
      Set<Feature> features = EnumSet.copyOf(super.features());
      // every call has to wait
      features.removeAll(
          EnumSet.of(
              Feature.TRY_CALLS,
              Feature.INTERRUPT_ONLY_WAITS,
              Feature.FLAGS,
              Feature.SYSTEM_PEEKS));
      // bytes that an operation has read already are not those of the system any more
      features.remove(Feature.AVAILABLE);
      return features;
    }

    @Override
    public Task<Integer> startBlockedWrite(StreamEnd end, ByteBuffer source) {
      Task<Integer> writer = super.startBlockedWrite(end, source);
      if (source.remaining() == MORE_THAN_BUFFERS) {
        Await.until("the first operation is done", () -> source.position() > 0);
      }
      return writer.awaitParked();
    }
  }

  @Nested
  class LazyVirtualTcp extends Lazy {
    LazyVirtualTcp() {
      super("virtual", "tcp4://127.0.0.1:0");
    }
  }

  @Nested
  @Tag("matrix")
  class LazyThreadLocal extends Lazy {
    LazyThreadLocal() {
      super("thread", "local://");
    }
  }

  @Nested
  class EagerVirtualAnon extends PlatformStreamContract {
    EagerVirtualAnon() {
      super(new ProactorPlatform(true, Seed.VALUE), "virtual", ProactorPoller.NAME, "anon://");
    }

    @Override
    public Set<Feature> features() {
      Set<Feature> features = EnumSet.copyOf(super.features());
      features.remove(Feature.SYSTEM_PEEKS); // a poller of completions cannot look ahead
      return features;
    }
  }

  private static Packetloom openLazy() throws Exception {
    return builder("virtual", ProactorPoller.NAME).open(new ProactorPlatform(false, Seed.VALUE));
  }

  @Test
  void triesGetThereInTheEnd() throws Exception {
    try (var loom = openLazy();
        var pair = loom.pair("local://")) {
      byte[] sent = Seed.bytes(10_000);
      ByteBuffer source = ByteBuffer.wrap(sent);
      ByteBuffer received = ByteBuffer.allocate(sent.length);
      while (received.hasRemaining()) {
        int before = source.position();
        assertThat(pair.first().tryWrite(source)).isEqualTo(source.position() - before);
        pair.second().tryRead(received);
      }
      assertThat(received.array()).isEqualTo(sent);
    }
  }

  @Test
  void bytesOfAReadThatCouldNotBeCalledBackAreReturnedAndTheFlagStaysSet() throws Exception {
    try (var loom = openLazy();
        var pair = loom.pair("local://")) {
      int returned = 0;
      Deadline limit = Deadline.after(Await.LIMIT); // it takes a moment that does not always come
      for (int i = 0; i < Scale.rounds(300) || returned == 0 && !limit.hasPassed(); i++) {
        int value = i;
        Task<Integer> reader = start(() -> readByte(pair.second())).awaitParked();
        reader.interrupt();
        writeByte(pair.first(), value);
        if (reader.hasFailed()) {
          assertThat(readByte(pair.second())).isEqualTo(value & 0xff);
        } else {
          assertThat(reader.result()).isEqualTo(value & 0xff);
          returned += reader.endedInterrupted() ? 1 : 0;
        }
        assertThat(reader.endedInterrupted()).isTrue();
      }
      assertThat(returned).as("reads that were interrupted and returned bytes").isPositive();
    }
  }

  @Test
  void anInterruptThatClosesIsNamedWhateverBecameOfTheOperation() throws Exception {
    try (var loom = openLazy()) {
      for (int i = 0; i < Scale.rounds(50); i++) {
        try (var pair = loom.pair("local://")) {
          pair.first().interruptPolicy(InterruptPolicy.CLOSE);
          ByteBuffer source = ByteBuffer.allocate(4 << 20);
          Task<Integer> writer = start(() -> pair.first().write(source)).awaitParked();
          writer.interrupt();
          writer.assertFailure().isInstanceOf(ConnectorClosedByInterruptException.class);
          assertThat(writer.endedInterrupted()).isTrue();
          int count = 0;
          ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
          for (int n = 0; n >= 0; n = pair.second().read(buffer.clear())) {
            count += n;
          }
          assertThat(count).as("bytes that arrived").isEqualTo(source.position());
        }
      }
    }
  }
}
