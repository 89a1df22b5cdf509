// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.packetloom.platform.PollerFeature;

/**
 * Looks for what {@link UringPoller} uses of a kernel, one by one: io_uring_setup(2),
 * io_uring_register(2).
 *
 * <p>A flag of a ring is tried together with those that the kernel has been found to know. What is
 * registered is tried with an argument that a kernel which knows the operation refuses by another
 * error than EINVAL, so nothing comes of it.
 *
 * @param calls are made
 */
record UringProbe(SystemCalls calls) {
  /** All of them; none if there are no rings to be had. */
  List<PollerFeature> features() {
    List<PollerFeature> found = new ArrayList<>();
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment params = temporary.allocate(UringLayouts.io_uring_params);
      int ring = setUp(params, 0);
      if (ring < 0) {
        return List.of();
      }
      int told = params.get(JAVA_INT, offset("features"));
      UringFeatures.FEATURES.forEach(each -> found.add(found(each, (told & each.bit()) != 0)));
      int flags = addFlags(found, params, UringFeatures.FLAGS, 0);
      found.add(found(UringFeatures.BUFFER_RINGS, isRegistered(ring, UringFeatures.BUFFER_RINGS)));
      found.add(found(UringFeatures.CANCELLING, isRegistered(ring, UringFeatures.CANCELLING)));
      close(ring);
      int unused = addFlags(found, params, UringFeatures.DEFERRED, flags);
      found.add(found(UringFeatures.NO_IOWAIT, UringFeatures.canDefer(told)));
    }
    return found;
  }

  private int addFlags(
      List<PollerFeature> found,
      MemorySegment params,
      List<UringFeatures.Feature> flags,
      int before) {
    int known = before;
    for (UringFeatures.Feature flag : flags) {
      int ring = setUp(params, known | flag.bit());
      if (ring >= 0) {
        close(ring);
      }
      boolean isKnown = ring != -LinuxErrors.EINVAL;
      known |= isKnown ? flag.bit() : 0;
      found.add(found(flag, isKnown));
    }
    return known;
  }

  private boolean isRegistered(int ring, UringFeatures.Feature operation) {
    // no memory for a ring of buffers (EFAULT), and no request to be cancelled (ENOENT)
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment argument =
          temporary.allocate(
              operation == UringFeatures.BUFFER_RINGS
                  ? UringLayouts.io_uring_buf_reg
                  : UringLayouts.io_uring_sync_cancel_reg);
      if (operation == UringFeatures.BUFFER_RINGS) {
        argument.set(
            JAVA_INT, UringLayouts.offset(UringLayouts.io_uring_buf_reg, "ring_entries"), 1);
      } else {
        argument.set(
            JAVA_INT, UringLayouts.offset(UringLayouts.io_uring_sync_cancel_reg, "fd"), -1);
      }
      int result = calls.rings().io_uring_register(ring, operation.bit(), argument, 1);
      return result != -LinuxErrors.EINVAL;
    }
  }

  private int setUp(MemorySegment params, int flags) {
    params.fill((byte) 0);
    params.set(JAVA_INT, offset("flags"), flags);
    params.set(JAVA_INT, offset("cq_entries"), 2);
    return calls.rings().io_uring_setup(1, params);
  }

  private void close(int ring) {
    int unused = calls.unix().descriptors().close(ring); // it is gone whatever the result
  }

  private static PollerFeature found(UringFeatures.Feature feature, boolean isThere) {
    return new PollerFeature(feature.name(), isThere, "Linux " + feature.since());
  }

  private static long offset(String name) {
    return UringLayouts.offset(UringLayouts.io_uring_params, name);
  }
}
