// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Events;
import org.packetloom.platform.Family;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.MessageTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/**
 * A sender of batches, and a receiver that takes joined what was sent joined, and so tells. Calls
 * can be made to fail.
 */
abstract class BatchSenderFixture {
  static final int ROOM = 65_535;

  final FaultySystemCalls faults = FaultySystemCalls.open();
  final Platform platform = faults.platform();
  final Descriptors descriptors = platform.descriptors();
  final List<Integer> opened = new ArrayList<>();
  Poller poller;
  Transfer single;
  MessageTransfer near; // of the same socket
  Transfer far;
  NativeAddress farAddress;
  MessageBatch received;

  @BeforeEach
  void open() throws Exception {
    poller = platform.pollers().getFirst().open();
    Transfer sender = socket(Family.INET4, "127.0.0.1");
    near = sender.messages();
    single = sender;
    far = receiver();
    farAddress = address(far);
    received = descriptors.datagrams().batch(100, ROOM);
  }

  Transfer socket(Family family, String host) {
    int descriptor = descriptors.socket(family, SocketType.DATAGRAM);
    opened.add(descriptor);
    var own = new NativeAddress.Internet(new InetSocketAddress(InetAddress.ofLiteral(host), 0));
    assertThat(descriptors.bind(descriptor, own)).isZero();
    return poller.attach(descriptor, DescriptorKind.DATAGRAM, new Events());
  }

  Transfer receiver() {
    return joining(socket(Family.INET4, "127.0.0.1"));
  }

  Transfer joining(Transfer transfer) {
    int result =
        descriptors
            .datagrams()
            .feature(transfer.descriptor(), DatagramFeature.RECEIVE_OFFLOAD, true);
    assertThat(result).isZero();
    return transfer;
  }

  NativeAddress address(Transfer transfer) {
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(transfer.descriptor(), box)).isZero();
    return box.address();
  }

  @AfterEach
  void closeAll() {
    received.close();
    poller.close();
    opened.forEach(descriptors::close);
  }

  /** Entries of these sizes for the receiver; the first byte of each is its index. */
  MessageBatch outgoing(int... sizes) {
    int most = Math.max(1, Arrays.stream(sizes).max().orElseThrow());
    MessageBatch batch = descriptors.datagrams().batch(sizes.length, most);
    for (int i = 0; i < sizes.length; i++) {
      batch.data(i).put(0, (byte) i);
      batch.size(i, sizes[i]);
      assertThat(batch.peer(i, farAddress)).isZero();
    }
    return batch;
  }

  static int[] times(int count, int size) {
    int[] sizes = new int[count];
    Arrays.fill(sizes, size);
    return sizes;
  }

  int send(MessageBatch batch, int first, int end) {
    return near.trySend(batch, first, end);
  }

  /** What came, such as {@code 10x5} for 10 bytes in datagrams of 5, and {@code 10} for one. */
  List<String> messages() {
    return messages(far);
  }

  List<String> messages(Transfer transfer) {
    List<String> texts = new ArrayList<>();
    MessageTransfer messages = transfer.messages();
    for (int n = messages.tryReceive(received); n > 0; n = messages.tryReceive(received)) {
      for (int i = 0; i < n; i++) {
        int segment = received.segmentSize(i);
        boolean isOne = segment == 0 || segment >= received.size(i);
        texts.add(received.size(i) + (isOne ? "" : "x" + segment));
      }
    }
    return texts;
  }
}
