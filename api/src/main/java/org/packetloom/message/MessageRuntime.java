// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import org.packetloom.spi.MessageProvider;
import org.packetloom.spi.RuntimeProvider;

/** Finds the implementation of this package, once. */
final class MessageRuntime {
  static final MessageProvider PROVIDER = RuntimeProvider.find().messages();

  private MessageRuntime() {}
}
