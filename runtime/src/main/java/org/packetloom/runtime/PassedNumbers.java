// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.packetloom.DescriptorNumber;
import org.packetloom.Passable;
import org.packetloom.platform.Attachments;

/**
 * The numbers of descriptors that are to be sent, kept open until this is closed. Connectors whose
 * descriptors were sent are shared from then on, so that a poller is told of their end.
 */
final class PassedNumbers implements AutoCloseable {
  private final List<Integer> numbers = new ArrayList<>();
  private final List<Handle> entered = new ArrayList<>();

  private PassedNumbers() {}

  /** Finds the descriptors and keeps them open. */
  static PassedNumbers of(List<? extends Passable> passed) throws IOException {
    PassedNumbers all = new PassedNumbers();
    try {
      for (Passable each : passed) {
        all.add(each);
      }
      if (all.numbers.size() > Attachments.MOST) {
        throw new IllegalArgumentException(
            all.numbers.size() + " descriptors, at most " + Attachments.MOST);
      }
      return all;
    } catch (Throwable e) {
      all.close();
      throw e;
    }
  }

  private void add(Passable passed) throws IOException {
    switch (passed) {
      case DescriptorNumber raw -> numbers.add(raw.number());
      case HeldDescriptor held -> numbers.add(held.number());
      case LocalPeer.Process process -> numbers.add(process.number());
      case DescriptorConnector connector -> {
        for (Handle handle : connector.handles()) {
          handle.enter("pass");
          entered.add(handle);
          DescriptorConnector.shareUnread(handle, "pass");
          numbers.add(handle.descriptor());
        }
      }
      default -> throw new IllegalArgumentException("has no descriptor: " + passed);
    }
  }

  int[] numbers() {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public void close() {
    entered.forEach(Handle::leave);
  }
}
