// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.ReceivedMessage;

/**
 * A message from one endpoint to another, in one thread and with no link: queued, composed, read,
 * acknowledged and taken. With {@code -prof gc}, what the pools of buffers save.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class MessageBenchmark {
  /** What becomes of a message after use. */
  public enum AfterUse {
    /** It goes back to the endpoint's pool. */
    CLOSED,
    /** It is left to the garbage collector, so that the pool is always empty. */
    DROPPED
  }

  private static final int PER_TICK = 100;
  private static final long TICK = 16_666_667;
  private static final int CHANNEL = 0;

  /** Bytes of a message. */
  @Param({"32", "1000"})
  public int size;

  /** What the channel promises. */
  @Param({"RELIABLE_ORDERED", "UNRELIABLE"})
  public Delivery delivery;

  /** What becomes of it. */
  @Param({"CLOSED", "DROPPED"})
  public AfterUse afterUse;

  private MessageEndpoint sender;
  private MessageEndpoint receiver;
  private ByteBuffer payload;
  private Consumer<ByteBuffer> toReceiver;
  private Consumer<ByteBuffer> toSender;
  private long now;

  /** Makes both ends. */
  @Setup
  public void open() {
    MessageConfig config =
        MessageConfig.builder().channel(CHANNEL, delivery).rate(RatePolicy.UNLIMITED).build();
    sender = MessageEndpoint.of(config, now);
    receiver = MessageEndpoint.of(config, now);
    payload = ByteBuffer.allocateDirect(size);
    toReceiver = datagram -> receiver.receive(datagram, now);
    toSender = datagram -> sender.receive(datagram, now);
  }

  /**
   * A hundred messages in one tick, one way.
   *
   * @return bytes that arrived
   * @throws MessageTooLargeException never
   */
  @Benchmark
  @OperationsPerInvocation(PER_TICK)
  public int sendAndReceive() throws MessageTooLargeException {
    now += TICK;
    for (int i = 0; i < PER_TICK; i++) {
      if (sender.trySend(CHANNEL, payload.clear()) < 0) {
        throw new IllegalStateException("the queue is full");
      }
    }
    sender.advance(now);
    sender.transmitAll(now, toReceiver);
    int bytes = take();
    receiver.advance(now);
    receiver.transmitAll(now, toSender);
    return bytes;
  }

  private int take() {
    int bytes = 0;
    for (var next = receiver.poll(CHANNEL); next.isPresent(); next = receiver.poll(CHANNEL)) {
      ReceivedMessage message = next.get();
      bytes += message.payload().remaining();
      if (afterUse == AfterUse.CLOSED) {
        message.close();
      }
    }
    return bytes;
  }
}
