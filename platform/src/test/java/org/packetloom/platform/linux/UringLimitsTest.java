// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Readiness;

/** More goes on than the ring, or its buffers, can hold. */
class UringLimitsTest extends UringLimitsSuite {
  private static final int MORE_THAN_A_BUFFER = 3 * ReceiveBuffers.SIZE;

  @Test
  void moreCompletionsThanTheRingHoldsAreAllTold() throws Exception {
    Link link = link();
    List<End> watchers = new ArrayList<>();
    int descriptor = link.near().transfer().descriptor();
    for (int i = 0; i < 2 * Ring.COMPLETIONS + 7; i++) {
      End watcher = attach(descriptor, DescriptorKind.LOCAL_STREAM);
      watcher.arm(READ, 0);
      watchers.add(watcher);
    }
    submit();
    assertThat(watchers).noneMatch(watcher -> watcher.isTold(Readiness.READABLE));
    link.far().write((byte) 1);
    for (End watcher : watchers) {
      awaitEvents(watcher, Readiness.READABLE);
    }
    submit();
    assertThat(watchers).allSatisfy(each -> assertThat(each.events().count()).isOne());
    assertWakes();
  }

  /** Ends waits from outside, for which the ring itself polls. */
  private void assertWakes() throws Exception {
    for (int i = 0; i < 3; i++) {
      Thread waker = Thread.ofPlatform().start(poller::wake);
      assertThat(poller.await(-1)).isZero();
      waker.join();
    }
  }

  @Test
  void moreConnectionsWithBytesThanBuffersGetTheirOwn() throws Exception {
    List<Link> links = links(MORE_THAN_BUFFERS);
    for (int round = 0; round < 3; round++) {
      int size = 1 + round * MORE_THAN_A_BUFFER / 2;
      links.forEach(link -> link.near().events().take());
      links.forEach(link -> link.near().arm(READ, size));
      submit();
      for (int i = 0; i < links.size(); i++) {
        links.get(i).far().write(bytes(i, size));
      }
      for (Link link : links) {
        awaitEvents(link.near(), Readiness.READABLE);
      }
      for (int i = 0; i < links.size(); i++) {
        assertThat(readFully(links.get(i).near(), size)).isEqualTo(bytes(i, size));
      }
    }
  }

  @Test
  void buffersOfConnectionsThatLeftAreUsedAgain() throws Exception {
    int buffers = receivedThroughBuffers();
    assertThat(buffers).as("buffers that can be used up").isBetween(1, MORE_THAN_BUFFERS - 1);
    for (int round = 0; round < 4; round++) {
      List<Link> links = links(20);
      links.forEach(link -> link.near().arm(READ, 10));
      submit();
      links.forEach(link -> link.far().write((byte) 1, (byte) 2));
      if (round % 2 == 0) {
        submit();
      }
      links.forEach(link -> leave(link.near())); // with or without an outcome that nobody took
      links.forEach(link -> leave(link.far()));
    }
    submit();
    assertThat(receivedThroughBuffers()).isEqualTo(buffers);
  }

  /** How many of many receives at once find a buffer; the others are told to read by themselves. */
  private int receivedThroughBuffers() throws Exception {
    List<Link> links = links(MORE_THAN_BUFFERS);
    links.forEach(link -> link.near().arm(READ, 1));
    submit();
    links.forEach(link -> link.far().write((byte) 1));
    for (Link link : links) {
      awaitEvents(link.near(), Readiness.READABLE);
    }
    int reads = faults.count("read");
    links.forEach(link -> assertThat(readNow(link.near())).containsExactly(1));
    return links.size() - (faults.count("read") - reads);
  }

  @Test
  void moreWritersThanBuffersWriteTheirOwn() throws Exception {
    List<Link> links = links(MORE_THAN_BUFFERS);
    int[] submitted = new int[3];
    for (int round = 0; round < submitted.length; round++) {
      makeBusy(links);
      int size = 100 + round;
      boolean[] isSubmitted = new boolean[links.size()];
      for (int i = 0; i < links.size(); i++) {
        links.get(i).near().events().take();
        int n = links.get(i).near().transfer().beginWrite(bytes(i, size), 0, size);
        isSubmitted[i] = n == NOT_READY;
        assertThat(n).isIn(NOT_READY, size);
      }
      for (int i = 0; i < links.size(); i++) {
        if (isSubmitted[i]) {
          awaitEvents(links.get(i).near(), Readiness.WRITABLE);
          int n = links.get(i).near().transfer().beginWrite(bytes(i, size), 0, size);
          assertThat(n).isEqualTo(size);
        }
        assertThat(readFully(links.get(i).far(), size)).isEqualTo(bytes(i, size));
      }
      submitted[round] = (int) IntStream.range(0, links.size()).filter(i -> isSubmitted[i]).count();
    }
    assertThat(submitted).containsOnly(submitted[0]);
    assertThat(submitted[0]).isBetween(1, links.size() - 1);
  }
}
