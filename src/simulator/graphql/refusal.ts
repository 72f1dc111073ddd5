import { GraphQLError } from 'graphql';

/** A field answered with an error, as Shopify words it. The code is digits in a string (`"404"`), or absent. */
export class GraphqlRefusal extends GraphQLError {
  /** Only this field becomes null, whatever the schema says of it. */
  readonly partial: boolean;

  constructor(message: string, { code = null, partial = false }: { code?: string | null; partial?: boolean } = {}) {
    super(message, { extensions: code === null ? {} : { code } });
    this.partial = partial;
  }
}
