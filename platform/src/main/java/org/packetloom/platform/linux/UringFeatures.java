// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.packetloom.platform.PollerException;

/** What a ring needs of the kernel, by name: io_uring_setup(2), io_uring_register(2). */
final class UringFeatures {
  /** A flag of a kernel, or an operation. */
  record Feature(int bit, String name, String since) {
    @Override
    public String toString() {
      return name + " (Linux " + since + ")";
    }
  }

  /** What a kernel without it refuses to register. */
  static final Feature BUFFER_RINGS =
      new Feature(UringConstants.IORING_REGISTER_PBUF_RING, "IORING_REGISTER_PBUF_RING", "5.19");

  /** The same; a kernel that has it has receives that go on (IORING_RECV_MULTISHOT), too. */
  static final Feature CANCELLING =
      new Feature(UringConstants.IORING_REGISTER_SYNC_CANCEL, "IORING_REGISTER_SYNC_CANCEL", "6.0");

  /** Flags in the order in which kernels came to know them; each may need those before. */
  static final List<Feature> FLAGS =
      List.of(
          new Feature(UringConstants.IORING_SETUP_CQSIZE, "IORING_SETUP_CQSIZE", "5.5"),
          new Feature(UringConstants.IORING_SETUP_CLAMP, "IORING_SETUP_CLAMP", "5.6"),
          new Feature(UringConstants.IORING_SETUP_SUBMIT_ALL, "IORING_SETUP_SUBMIT_ALL", "5.18"),
          new Feature(
              UringConstants.IORING_SETUP_COOP_TASKRUN, "IORING_SETUP_COOP_TASKRUN", "5.19"),
          new Feature(
              UringConstants.IORING_SETUP_TASKRUN_FLAG, "IORING_SETUP_TASKRUN_FLAG", "5.19"));

  /** What a kernel tells of itself, and has to. */
  static final List<Feature> FEATURES =
      List.of(
          new Feature(UringConstants.IORING_FEAT_SINGLE_MMAP, "IORING_FEAT_SINGLE_MMAP", "5.4"),
          new Feature(UringConstants.IORING_FEAT_NODROP, "IORING_FEAT_NODROP", "5.5"),
          new Feature(UringConstants.IORING_FEAT_FAST_POLL, "IORING_FEAT_FAST_POLL", "5.7"),
          new Feature(UringConstants.IORING_FEAT_EXT_ARG, "IORING_FEAT_EXT_ARG", "5.11"));

  /** Flags of a ring that belongs to one thread; each needs those before. */
  static final List<Feature> DEFERRED =
      List.of(
          new Feature(
              UringConstants.IORING_SETUP_SINGLE_ISSUER, "IORING_SETUP_SINGLE_ISSUER", "6.0"),
          new Feature(
              UringConstants.IORING_SETUP_DEFER_TASKRUN, "IORING_SETUP_DEFER_TASKRUN", "6.1"));

  /** What a kernel tells of itself that can be trusted with these: see {@link #canDefer}. */
  static final Feature NO_IOWAIT =
      new Feature(UringConstants.IORING_FEAT_NO_IOWAIT, "IORING_FEAT_NO_IOWAIT", "6.15");

  private UringFeatures() {}

  /** All flags a ring is made with, for any thread to enter it or its maker alone. */
  static int flags(boolean isDeferred) {
    return isDeferred ? bits(FLAGS) | bits(DEFERRED) : bits(FLAGS);
  }

  /**
   * Whether a kernel that tells these features of its own can be trusted with deferred work: since
   * Linux 6.14 it never does such work of a ring that was closed, but ends it as cancelled.
   */
  static boolean canDefer(int told) {
    return (told & NO_IOWAIT.bit()) != 0;
  }

  /** Those features that a kernel does not tell among its own; empty if it has all. */
  static String lacking(int told) {
    return FEATURES.stream()
        .filter(feature -> (told & feature.bit()) == 0)
        .map(Feature::toString)
        .collect(Collectors.joining(", "));
  }

  /** The first flag that a kernel refuses, after it has refused all of them together. */
  static Optional<String> refused(SystemCalls calls) {
    int flags = 0;
    for (Feature feature : FLAGS) {
      flags |= feature.bit();
      if (setUp(calls, flags) == -LinuxErrors.EINVAL) {
        return Optional.of(feature.toString());
      }
    }
    return Optional.empty();
  }

  /** What a kernel answers, by EINVAL, to what it does not know. */
  static PollerException registering(int result, Feature feature) {
    PollerException failure = Failures.poller("io_uring_register", result);
    return result == -LinuxErrors.EINVAL
        ? new PollerException(failure.getMessage() + ", without " + feature)
        : failure;
  }

  private static int setUp(SystemCalls calls, int flags) {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment params = temporary.allocate(UringLayouts.io_uring_params);
      params.set(JAVA_INT, offset("flags"), flags);
      params.set(JAVA_INT, offset("cq_entries"), 2);
      int result = calls.rings().io_uring_setup(1, params);
      if (result >= 0) {
        int unused = calls.unix().descriptors().close(result); // it is gone whatever the result
      }
      return result;
    }
  }

  private static long offset(String name) {
    return UringLayouts.offset(UringLayouts.io_uring_params, name);
  }

  private static int bits(List<Feature> features) {
    return features.stream().mapToInt(Feature::bit).reduce(0, (all, bit) -> all | bit);
  }
}
