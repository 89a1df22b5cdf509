// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a connector URI. */
final class UriConverter implements ITypeConverter<ConnectorUri> {
  @Override
  public ConnectorUri convert(String text) {
    try {
      ConnectorUri uri = ConnectorUri.parse(text);
      if (!uri.isBlocking()) {
        throw new TypeConversionException("'" + text + "': blocking=no: this command waits");
      }
      return uri;
    } catch (ConnectorUriException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
