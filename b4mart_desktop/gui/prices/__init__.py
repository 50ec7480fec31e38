"""The prices room: promotions, price lists, taxes and prices that change at a set time."""
