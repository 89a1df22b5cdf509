// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.LayeredStream;
import org.packetloom.spi.SchemeContext;

/**
 * A stream with faults in front of another one.
 *
 * <p>Bytes pass between this stream and the other one by two threads, {@link FaultyInput} and
 * {@link FaultyOutput}, which wait for the other one; callers wait here, at park points of their
 * own. What a caller moves passes its direction's {@link FaultPlan}.
 */
final class FaultyStream extends LayeredStream {
  private final FaultyInput input;
  private final FaultyOutput output;
  private final AtomicBoolean isReset = new AtomicBoolean();

  /**
   * @param callers where they wait, maybe in virtual time
   * @param own where the two threads wait, in the machine's
   */
  private FaultyStream(
      ConnectorUri uri,
      SchemeContext callers,
      SchemeContext own,
      StreamConnector stream,
      Faults.Plans plans) {
    super(uri, callers, stream);
    String name = stream.toString();
    this.input =
        new FaultyInput(
            stream, plans.reading(), plans.ticker(), own.parkPoint(name), this::readable);
    this.output =
        new FaultyOutput(
            stream, plans.writing(), plans.ticker(), own.parkPoint(name), this::writable);
  }

  static StreamConnector open(
      Faults faults, ConnectorUri uri, SchemeContext context, StreamConnector stream)
      throws IOException {
    SchemeContext timed = faults.clock().map(clock -> clock.over(context)).orElse(context);
    stream.readDeadline(Deadline.NONE).readTimeout(Duration.ZERO);
    stream.writeDeadline(Deadline.NONE).writeTimeout(Duration.ZERO);
    FaultyStream faulty = new FaultyStream(uri, timed, context, stream, faults.next());
    try {
      AbstractStream.open(faulty);
    } catch (IOException closed) {
      stream.close();
      throw closed;
    }
    ThreadFactory threads = context.packetloom().threadFactory();
    threads.newThread(faulty.input::run).start();
    threads.newThread(faulty.output::run).start();
    return faulty;
  }

  @Override
  protected int take(ByteBuffer destination) throws IOException {
    ensureNotReset("read");
    int count = input.take(destination);
    if (input.isReset()) {
      reset();
    }
    if (count == 0) {
      ensureNotReset("read");
    }
    return count;
  }

  @Override
  protected boolean isReadable() {
    return isReset.get() || input.isReady();
  }

  @Override
  protected int put(ByteBuffer source) throws IOException {
    ensureNotReset("write");
    int count = output.put(source);
    if (output.isReset()) {
      reset();
    }
    if (count == 0) {
      ensureNotReset("write");
    }
    return count;
  }

  @Override
  protected boolean isWritable() {
    return isReset.get() || output.isReady();
  }

  @Override
  protected int available() {
    return isReset.get() ? 0 : input.available();
  }

  private void ensureNotReset(String operation) throws IOException {
    if (isReset.get()) {
      throw new ConnectionResetException(
          FailureDetail.atOnce(operation, toString(), "reset by its faults"));
    }
  }

  /** The connection is lost: the peer gets what was written until then, and a reset. */
  private void reset() {
    if (isReset.compareAndSet(false, true)) {
      try {
        if (below().supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
          below().option(StandardSocketOptions.SO_LINGER, 0);
        }
      } catch (IOException alreadyClosed) {
        // then there is nothing to be reset
      }
      input.end();
      output.close();
      readable();
      writable();
    }
  }

  @Override
  protected void inputEnded() {
    input.end();
    if (isOpen()) {
      try {
        StreamConnector unused = below().shutdownInput();
      } catch (IOException gone) {
        // then nothing comes any more, which is what was asked for
      }
    }
  }

  @Override
  protected void outputEnded() {
    if (isOpen()) {
      output.end();
    } else {
      output.close();
    }
  }
}
