// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.platform.Transfer;
import org.packetloom.suite.Task;

/**
 * What tests have in common of bytes that a ring has received before anybody asked for them: two
 * ends that have talked. With epoll, where there are no such bytes, all is the same.
 */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"io_uring", "epoll"})
abstract class HeldBytesContract extends ToolkitTest {
  @Parameter(0)
  String poller = "";

  Packetloom loom;
  Talkers talkers;

  /** The end for which bytes are held. */
  StreamConnector near;

  StreamConnector far;

  @BeforeEach
  final void talk() throws IOException {
    loom = open("loop", poller);
    talkAnew();
  }

  /** Takes two others that have talked; those of before are closed. */
  final void talkAnew() throws IOException {
    if (talkers != null) {
      talkers.close();
    }
    talkers = Talkers.open(loom);
    near = talkers.near();
    far = talkers.far();
  }

  @AfterEach
  final void part() throws IOException {
    if (talkers != null) {
      talkers.close();
    }
    if (loom != null) {
      loom.close();
    }
  }

  static byte[] bytes(int number, int count) {
    byte[] bytes = new byte[count];
    new Random(number * 31L + count).nextBytes(bytes);
    return bytes;
  }

  /** That of the near end. */
  final Transfer transfer() {
    return talkers.transfer();
  }

  final boolean isUring() {
    return talkers.isUring();
  }

  final <T> Task<T> onLoop(Callable<T> call) {
    return talkers.onLoop(call);
  }

  /** Has the far end send bytes that nobody reads, and waits until they are there. */
  final void hold(byte[] bytes) throws IOException {
    talkers.hold(bytes);
  }

  /** How many bytes the near end says that there are. */
  final int available() {
    return talkers.available();
  }

  static void assertRead(StreamConnector stream, byte[] expected) throws IOException {
    ByteBuffer got = ByteBuffer.allocate(expected.length);
    stream.readFully(got);
    assertThat(got.array()).isEqualTo(expected);
  }
}
