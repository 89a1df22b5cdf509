// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears the warnings of the runtime, in place of those who do otherwise. */
final class Warnings extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("org.packetloom");
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  static Warnings begin() {
    Warnings warnings = new Warnings();
    warnings.logger.addHandler(warnings);
    warnings.logger.setUseParentHandlers(false);
    return warnings;
  }

  List<LogRecord> all() {
    return records;
  }

  @Override
  public void publish(LogRecord logged) {
    if (logged.getLevel().intValue() >= Level.WARNING.intValue()) {
      records.add(logged);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
