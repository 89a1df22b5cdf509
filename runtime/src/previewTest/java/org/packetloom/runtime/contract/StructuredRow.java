// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.FailedException;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.ThreadFactory;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.suite.LoomRow;
import org.packetloom.suite.Seed;

/** The words that the topics of structured concurrency share. */
interface StructuredRow extends LoomRow {
  /** More bytes than two ends hold in their buffers, and no two pieces of them alike. */
  byte[] MORE_THAN_BUFFERS = Seed.bytes(24 << 20);

  /** The owners of scopes live where their forks do. */
  @Override
  default ThreadFactory threads() {
    return loom().threadFactory();
  }

  /** Opens a scope whose forks run in threads of the toolkit. */
  default <T, R> StructuredTaskScope<T, R> openScope(Joiner<? super T, ? extends R> joiner) {
    return StructuredTaskScope.open(
        joiner, config -> config.withThreadFactory(loom().threadFactory()));
  }

  /** Opens a scope that is cancelled by the first failure. */
  default StructuredTaskScope<Object, Void> openScope() {
    return openScope(Joiner.awaitAllSuccessfulOrThrow());
  }

  /** Opens a scope that waits for all forks, however they end. */
  default StructuredTaskScope<Object, Void> openPatientScope() {
    return openScope(Joiner.awaitAll());
  }

  /** Cancels the scope, by a fork that fails. */
  default void cancel(StructuredTaskScope<Object, Void> scope) {
    var defect = new IllegalStateException("a fork fails");
    Callable<Object> failing =
        () -> {
          throw defect;
        };
    scope.fork(failing);
    assertThatThrownBy(scope::join).isInstanceOf(FailedException.class).hasCause(defect);
  }

  /** Two ends connected to each other. */
  default Connection open() throws Exception {
    return connect(loom().listen(listenUri()));
  }

  default Deadline soon() {
    return Deadline.after(Duration.ofMillis(20));
  }

  default Deadline inAnHour() {
    return Deadline.after(Duration.ofHours(1));
  }

  /** A buffer of {@link #MORE_THAN_BUFFERS}, not yet written. */
  default ByteBuffer tooMuch() {
    return ByteBuffer.wrap(MORE_THAN_BUFFERS).asReadOnlyBuffer();
  }

  /** Writes what is left of {@link #tooMuch()}, and checks that all of it arrives. */
  default void assertRestArrives(ByteBuffer source, StreamConnector from, StreamConnector to)
      throws IOException {
    var writer = start(() -> from.write(source));
    byte[] received = new byte[MORE_THAN_BUFFERS.length];
    to.readFully(received);
    writer.result();
    assertThat(received).isEqualTo(MORE_THAN_BUFFERS);
  }
}
