// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.PollerFeature;

/** Opens io_uring pollers. */
record UringFactory(SystemCalls calls) implements PollerFactory {
  /** 0 lets everybody have rings, 1 the privileged only, 2 nobody; since Linux 6.6. */
  private static final Path SETTING = Path.of("/proc/sys/kernel/io_uring_disabled");

  @Override
  public String name() {
    return UringPoller.NAME;
  }

  @Override
  public Optional<String> missing() {
    try {
      UringPoller.open(calls).close();
      return Optional.empty();
    } catch (PollerException e) {
      return Optional.of(explained(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public List<PollerFeature> features() {
    return new UringProbe(calls).features();
  }

  @Override
  public Poller open() throws PollerException {
    return UringPoller.open(calls);
  }

  /** Adds what may be behind a failure. */
  private String explained(String failure) {
    return switch (failure) {
      case "io_uring_setup: EPERM" -> failure + ", forbidden by " + forbidder();
      case "io_uring_setup: EINVAL" ->
          UringFeatures.refused(calls).map(flag -> failure + ", without " + flag).orElse(failure);
      case "io_uring_setup: ENOSYS" -> failure + ", not known to this kernel or sandbox";
      case "io_uring_setup: ENOMEM" -> failure + ", perhaps for RLIMIT_MEMLOCK";
      default -> failure;
    };
  }

  private static String forbidder() {
    try {
      String value = Files.readString(SETTING).strip();
      String setting = "kernel.io_uring_disabled=" + value;
      return value.equals("0") ? "a sandbox, as " + setting : "the sysctl " + setting;
    } catch (IOException e) { // an older kernel, or /proc is hidden: nothing to tell
      return "a sandbox, or by the sysctl kernel.io_uring_disabled";
    }
  }
}
