// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.packetloom.Packetloom;
import org.packetloom.runtime.message.PureMessages;
import org.packetloom.spi.MessageProvider;
import org.packetloom.spi.RuntimeProvider;

/** The service by which the api finds this module. */
public final class LoomProvider implements RuntimeProvider {
  /** For {@link java.util.ServiceLoader}. */
  public LoomProvider() {}

  @Override
  public Packetloom.Builder builder() {
    return new LoomBuilder();
  }

  @Override
  public MessageProvider messages() {
    return new PureMessages();
  }

  @Override
  public String version() {
    return ownVersion();
  }

  static String ownVersion() {
    try (InputStream resource = LoomProvider.class.getResourceAsStream("version.txt")) {
      return resource == null
          ? "unknown"
          : new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
